import { z } from 'zod'

/** Flows as the page shows them. */

export const flowName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,79}$/, 'the name of a flow: a letter, then letters, digits, "-" and "_"')
export const flowVersion = z.string().regex(/^[0-9a-f]{12}$/, '12 hexadecimal digits')
export const flowSource = z.string().min(1).max(200_000)
export const flowReason = z.string().trim().min(3, 'say in a few words why').max(500)

export const finding = z.object({
  severity: z.enum(['error', 'advice']),
  file: z.string(),
  line: z.number(),
  step: z.string().optional(),
  rule: z.string(),
  message: z.string(),
})

export const publication = z.object({
  version: z.string(),
  publishedAt: z.iso.datetime(),
  by: z.enum(['folder', 'page', 'command']),
  personName: z.string().nullable(),
  why: z.string(),
})

export const flowInfo = z.object({
  flow: z.string(),
  title: z.string(),
  version: z.string(),
  languages: z.array(z.string()),
  /** How the version in use came to be it; null only for a moment after the start. */
  published: publication.nullable(),
  /** same: the folder has this version; other: another one that is older or not in use; broken: its file has errors; missing: no file has this flow. */
  folder: z.enum(['same', 'other', 'broken', 'missing']),
  /** What is wrong in its file there, while `folder` is broken. */
  folderFindings: z.array(finding),
  /** Our numbers that lead to it. */
  numbers: z.array(z.string()),
})

export const flowView = z.object({
  start: z.string(),
  languages: z.array(z.string()),
  steps: z.array(z.object({ id: z.string(), do: z.string(), line: z.number(), text: z.string().nullable() })),
  edges: z.array(z.object({ from: z.string(), to: z.string(), label: z.string(), kind: z.enum(['silent', 'answer', 'handler']) })),
  everywhere: z.array(z.object({ to: z.string(), label: z.string() })),
})

export const flowDetail = flowInfo.extend({ source: z.string(), view: flowView, findings: z.array(finding) })
/** `view` is null while the text does not fit the form. */
export const checkedFlow = z.object({ findings: z.array(finding), view: flowView.nullable() })

export const flowChange = z.union([
  z.object({ kind: z.enum(['added', 'removed']), step: z.string() }),
  z.object({ kind: z.literal('renamed'), step: z.string(), before: z.string() }),
  z.object({ kind: z.literal('changed'), step: z.string().nullable(), field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
])

/** `steps`: calls that came to each; `edges`: how often a call went from one step to the next. */
export const flowTraffic = z.object({
  days: z.number(),
  calls: z.number(),
  steps: z.record(z.string(), z.number()),
  edges: z.array(z.object({ from: z.string(), to: z.string(), times: z.number() })),
})

export const flowText = z.strictObject({ source: flowSource })
/** `replaces`: the version that the draft was made from; if another one is in use by now, nothing is published. */
export const newPublication = z.strictObject({ source: flowSource, why: flowReason, replaces: flowVersion })
export const rollback = z.strictObject({ version: flowVersion, why: flowReason })

/** What whoever listens to a draft does, as the lines of a transcript say it. */
export const rehearsalEvent = z.union([
  z.strictObject({ pressed: z.string().regex(/^[0-9*#]{1,30}$/, 'keys of the telephone') }),
  z.strictObject({ said: z.string().trim().min(1).max(500) }),
  z.literal('silence'),
  /** A message of so many seconds. */
  z.strictObject({ recorded: z.number().int().min(1).max(600) }),
  /** How it ends when somebody is rung. */
  z.strictObject({ dial: z.enum(['answered', 'busy', 'noAnswer']) }),
])

/** A call from its beginning, in a world in few words. `source` absent: the version in use. `at`: by the clock of the flow's zone. */
export const rehearsalCall = z.strictObject({
  source: flowSource.optional(),
  language: z.string().max(20).optional(),
  caller: z.enum(['known', 'unknown', 'withheld', 'staff']),
  at: z.iso.datetime({ local: true }),
  /** Whom the line can ring: somebody who is free, nobody who is free, nobody at all. */
  people: z.enum(['free', 'busy', 'nobody']),
  opening: z.enum(['byClock', 'open', 'closed']),
  events: z.array(rehearsalEvent).max(60),
})

export const rehearsal = z.object({
  lines: z.array(
    z.union([
      z.object({ by: z.literal('line'), text: z.string(), language: z.string(), step: z.string() }),
      /** `text`: the keys, the words, the seconds, or how the ringing ended. */
      z.object({ by: z.literal('caller'), did: z.enum(['pressed', 'said', 'silence', 'recorded', 'dial']), text: z.string(), step: z.string() }),
    ]),
  ),
  step: z.string(),
  /** hold: he waits for somebody, and keys are heard meanwhile. */
  waitingFor: z.enum(['keys', 'words', 'recording', 'phone', 'hold', 'nothing']),
  /** Words are heard too while it waits for keys. */
  hearsWords: z.boolean(),
  /** The longest answer in keys, and the key that ends it; null: none does. */
  mostKeys: z.number().nullable(),
  lastKey: z.string().nullable(),
  /** Of `events`: so many could happen. The next one does not fit where the call stands. */
  played: z.number(),
  /** Kinds, in order. */
  effects: z.array(z.string()),
  ended: z.boolean(),
  /** Null while the call goes on. */
  outcome: z.string().nullable(),
})
