import { z } from 'zod'

/** The written form of a call that a flow is tried with, as it stands in ivr-flows/tests/<flow>/*.yaml. */

const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, 'must be a language code such as "en" or "ru"')
const number = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number in the form "+493023125200" (write it in quotes)')
const words = z.union([z.string().min(1), z.record(language, z.string().min(1))]).describe('In words; one text for all languages, or one for each.')
const names = z.array(z.string().min(1)).min(1)
const unknown = z.literal('unknown').describe('The program could not find out in time.')
/** One answer, or one after the other: the last one stays. */
const each = <Schema extends z.ZodType>(one: Schema) => z.union([one, z.strictObject({ each: z.array(one).min(1) })])

const someCase = z.strictObject({
  number: z.string().default('1000180'),
  words: words.default('somebody is working on it'),
  level: z.string().default('1'),
  by: words.optional(),
})
const people = each(z.union([z.enum(['gap', 'busy']), unknown, names])).describe('Who is rung: names; "busy": nobody of them is free; "gap": nobody is on.')
const late = z.literal('late').describe('It is not there in time.')

const answers = z.strictObject({
  onShift: people.optional(),
  keeper: people.optional(),
  owner: people.optional(),
  opening: each(z.union([z.enum(['open', 'closed']), unknown, z.strictObject({ closed: words })]))
    .optional()
    .describe('Absent: by the hours of the flow and the clock. "closed: ..." says when it opens again.'),
  pin: each(z.union([z.enum(['right', 'wrong', 'tooMany']), unknown])).optional(),
  queue: each(
    z.union([
      z.enum(['gap']),
      unknown,
      z.strictObject({ turn: names }),
      z.strictObject({ ahead: z.number().int().min(0), wait: z.number().int().min(0).optional() }),
    ]),
  ).optional(),
  wake: each(z.union([z.enum(['calling', 'nobody']), unknown, z.strictObject({ accepted: z.string().min(1), by: words })])).optional(),
  promise: each(z.union([unknown, z.strictObject({ by: words })])).optional(),
  caseStatus: each(z.union([z.enum(['wrong', 'tooMany']), unknown, someCase])).optional(),
  customer: each(z.union([z.enum(['stranger']), unknown, z.strictObject({ openCases: z.number().int().min(0), case: someCase.optional() })])).optional(),
  incidents: each(z.union([unknown, z.array(z.strictObject({ text: words, case: z.string().default('1000180'), by: words }))])).optional(),
  directory: each(
    z.union([
      unknown,
      z.array(z.strictObject({ name: z.string().min(1), number: number.optional(), hours: words.optional(), isOpen: z.boolean().default(true) })),
    ]),
  ).optional(),
  case: each(z.union([late, z.record(z.string(), z.string())]))
    .optional()
    .describe('Of openCase, callback and wake: number, owner, by.'),
  callback: each(z.union([late, z.record(z.string(), z.string())])).optional(),
  http: each(z.union([late, z.literal('failed'), z.record(z.string(), z.string())]))
    .optional()
    .describe('What the request brought, by the names under which it is captured.'),
})

const duration = z.string().regex(/^\d+ (s|min)$/, 'must be a time such as "20 s" or "2 min"')
const line = z.union([
  z.strictObject({ heard: z.string().min(1).describe('A part of what the line says next; * stands for anything.') }),
  z.strictObject({ pressed: z.string().regex(/^[0-9*#]+$/, 'must be keys of the telephone (write them in quotes)') }),
  z.strictObject({ said: z.union([z.string().min(1), z.strictObject({ text: z.string().min(1), confidence: z.number().min(0).max(1).optional() })]) }),
  z.enum(['silence', 'hangsUp']),
  z.strictObject({ recorded: z.number().int().min(1).describe('A message of so many seconds.') }),
  z.strictObject({ dial: z.enum(['answered', 'busy', 'noAnswer', 'failed', 'canceled']) }),
  z.strictObject({ passes: duration.describe('So long until the next line. Absent: as long as it takes.') }),
])

export const transcriptSchema = z.strictObject({
  title: z.string().min(1),
  flow: z.string().optional().describe('Absent: the name of the folder.'),
  at: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/, 'must be a time such as "2026-11-18T10:00" (write it in quotes)')
    .describe('When the phone rings, by the clock of `zone`.'),
  zone: z.string().optional().describe('Absent: the zone of the flow.'),
  language: language.optional().describe('The customer’s. Absent: the first of the flow.'),
  caller: z
    .union([
      number,
      z.literal('withheld'),
      z.strictObject({
        number: z.union([number, z.literal('withheld')]).default('+493023125200'),
        customer: z.string().min(1).optional().describe('The name of the customer whose number this surely is.'),
        staff: z.boolean().default(false).describe('It is the phone of one of us.'),
      }),
    ])
    .default('+493023125200'),
  to: number.default('+493023125100').describe('The number that was dialled.'),
  answers: answers
    .extend({ steps: z.record(z.string(), answers).default({}).describe('Answers for one step, by its name.') })
    .prefault({})
    .describe('What the flow is told when it asks. A question that is not answered here and has no usual answer is a difference.'),
  lines: z.array(line).min(1).describe('What happens, in order. Without "hangsUp" at its end the line must have ended the call.'),
  ends: z
    .strictObject({
      outcome: z.enum(['answered', 'callback', 'voicemail', 'self-served', 'abandoned', 'failed', 'turned-away']).optional(),
      effects: z.array(z.string()).optional().describe('Kinds of effects, in order.'),
      captured: z.record(z.string(), z.string()).optional(),
    })
    .prefault({}),
})

export type Transcript = z.output<typeof transcriptSchema>
export type WrittenTranscript = z.input<typeof transcriptSchema>
export type TranscriptLine = Transcript['lines'][number]
export type TranscriptAnswers = z.output<typeof answers>

/** The schema that editors use, as it is written to ivr-flows/tests/transcript.schema.json. */
export function transcriptJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(transcriptSchema, { io: 'input' }), null, 2)}\n`
}
