import type { z } from 'zod'
import type { RULE_BODIES, RuleKind } from '../schemas/rules.ts'
import { SHIPPED_REASONS } from './reasons.ts'
import { SHIPPED_TEMPLATES } from './templates.ts'

type Shipped = { readonly [Kind in RuleKind]: Readonly<Record<string, z.input<(typeof RULE_BODIES)[Kind]>>> }

/** The rules that the program comes with (version 0), by kind and key. */
export const SHIPPED: Shipped = {
  policy: { '': { levels: {} } },
  score: {
    '': {
      severity: { low: 0, normal: 20, high: 50, urgent: 100 },
      perHour: 3,
      promise: 40,
      promiseHours: 4,
      perContact: 10,
      mostContacts: 5,
      distress: 30,
    },
  },
  recording: { '': { mode: 'never' } },
  callback: { '': {} },
  pay: { '': {} },
  reason: SHIPPED_REASONS,
  template: SHIPPED_TEMPLATES,
}
