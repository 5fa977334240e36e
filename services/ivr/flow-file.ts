import { z } from 'zod'
import { phraseNames, type PhraseName } from './phrases.ts'

/** The written form of a flow, as it stands in ivr-flows/*.yaml. `flow.ts` makes the form that the engine runs. */

const id = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'must begin with a letter and hold only letters, digits, "-" and "_"')
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, 'must be a language code such as "en" or "ru"')
const key = z.string().regex(/^[0-9*#]{1,4}$/, 'must be a key of the telephone: 0-9, * or # (write it in quotes)')
const capturedName = z.string().regex(/^[a-z][A-Za-z0-9_]*$/, 'must begin with a small letter and hold only letters, digits and "_"')
const oneKey = z.string().regex(/^[0-9*#]$/, 'must be one key: 0-9, * or # (write it in quotes)')
const seconds = z.number().int().min(1)
const severity = z.enum(['low', 'normal', 'high', 'urgent'])

const spokenText = z.union([
  z.string().min(1),
  z.strictObject({ in: language, say: z.string().min(1) }).describe('A text spoken in another language than the caller’s.'),
])
const promptEntry = z.record(language, spokenText)
export const promptSchema = z
  .union([promptEntry, z.array(promptEntry).min(1)])
  .describe('One text per language, or a list of such. In a list, an entry whose {{value}} is not known is left out.')

const choiceSchema = z.union([
  id,
  z.strictObject({
    goTo: id.optional().describe('A step, or "back" or "repeat". Absent: this step again.'),
    language: z
      .union([language, z.record(language, language)])
      .optional()
      .describe('Changes the language: to this one, or by the present one ({ en: ru, ru: en }).'),
    say: z
      .record(language, z.array(z.string().min(1)).min(1))
      .optional()
      .describe('Words that mean the same as the key.'),
  }),
])

const handlerSchema = z.strictObject({
  tries: z.number().int().min(1).max(10).optional().describe('At this count the call goes on to `goTo`.'),
  goTo: id.optional(),
  prompts: z.array(promptSchema).min(1).optional().describe('What is said before the question is asked again: first, second, ... time.'),
})

const question = {
  prompt: promptSchema,
  timeoutSeconds: seconds.max(60).optional(),
  tries: z.number().int().min(1).max(10).optional(),
  onNoInput: handlerSchema.optional(),
  onNoMatch: handlerSchema.optional(),
}

const say = z.strictObject({
  do: z.literal('say'),
  prompt: promptSchema,
  next: id,
  language: language.optional(),
  served: z.boolean().optional().describe('The caller has what he came for once he has heard this.'),
})
const menu = z.strictObject({ do: z.literal('menu'), ...question, options: z.record(key, choiceSchema) })
const gather = z.strictObject({
  do: z.literal('gather'),
  name: capturedName,
  ...question,
  input: z.enum(['keys', 'speech', 'both']).default('keys'),
  minDigits: z.number().int().min(1).max(40).optional(),
  maxDigits: z.number().int().min(1).max(40).optional(),
  finishOnKey: oneKey.default('#'),
  confirm: z
    .union([z.boolean(), z.strictObject({ prompt: promptSchema })])
    .default(false)
    .describe('Reads the answer back: 1 = right, 2 = again. The prompt may name {{answer}}.'),
  identifies: id
    .optional()
    .describe('The answer is a reference of this kind (for example "contract") that tells whose call it is; "pin" is compared with his PIN and kept nowhere.'),
  next: id,
})
const set = z.strictObject({ do: z.literal('set'), values: z.record(capturedName, z.string()), next: id })
const branch = z.strictObject({
  do: z.literal('branch'),
  when: z.array(z.strictObject({ if: z.string().min(1).max(500), goTo: id })).min(1),
  else: id,
})

const range = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a range such as "08:00-18:00" (24:00 is the end of the day)')
const ranges = z.union([range, z.array(range)])
const days = z.string().regex(/^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/, 'must be a day or days: mon, sat, mon-fri')
const date = z.string().regex(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a date such as 2026-12-24, or 12-25 for each year')
const skill = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the key of a skill: small letters, digits and "-"')
const level = z.number().int().min(1).max(99)
const site = z.enum(['any', 'caller'])
const hours = z.strictObject({
  do: z.literal('hours'),
  zone: z.string().optional(),
  days: z.record(days, ranges).optional().describe('Absent: open whenever somebody is on shift (`onShift: true`).'),
  holidays: z.array(date).optional().describe('Days on which nothing opens, beside the holidays of the site.'),
  siteHolidays: z.boolean().optional().describe('False: `days` hold on holidays of the site too.'),
  onShift: z.literal(true).optional().describe('Open while somebody is on shift at the desk, and within `days` if there are some.'),
  skill: skill.optional().describe('With `onShift`: somebody with this skill.'),
  level: level.optional().describe('With `onShift`: somebody of the level with this rank.'),
  site: site.optional().describe('With `onShift`: "caller": somebody of the site of the number that was dialled. Absent: of any site.'),
  open: id,
  closed: id,
})

const number = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number in the form "+4930123456" (write it in quotes)')
const dial = z.strictObject({
  do: z.literal('dial'),
  prompt: promptSchema.optional(),
  to: z
    .union([z.enum(['onShift', 'keeper', 'owner']), z.array(number).min(1)])
    .describe(
      '"onShift": who is on shift for this; "keeper": who answers for the level, in the end its head; "owner": who owns the case of `caseStatus` or `customer`; or numbers.',
    ),
  skill: skill.optional().describe('With `to: onShift`: people with this skill.'),
  level: level.optional().describe('The level of this rank, 1 is the front line. Absent: with `to: onShift` any level, with `to: keeper` the front line.'),
  site: site.optional().describe('With `to: onShift`: "caller": only people of the site of the number that was dialled. Absent: of any site.'),
  language: z.boolean().optional().describe('With `to: onShift`: people who speak the caller’s language.'),
  urgent: z.boolean().optional().describe('With `to: onShift`: rings who is on call beside the desk.'),
  order: z.enum(['allAtOnce', 'longestIdle', 'inOrder']).default('allAtOnce').describe('All at once, or one after the other.'),
  timeoutSeconds: seconds.max(120).default(20).describe('For everybody who is rung, or for each one; 120 in all.'),
  screen: promptSchema.optional().describe('What the called person hears before pressing 1.'),
  onAnswered: id.optional().describe('Absent: the call ends when the talk is over.'),
  onFailed: id.describe('Nobody took the call.'),
  onGap: id.optional().describe('Nobody is on shift for this. Absent: `onFailed`.'),
  onBusy: id.optional().describe('Somebody is on shift, but none can be rung now. Absent: `onFailed`.'),
})
const voicemail = z.strictObject({
  do: z.literal('voicemail'),
  prompt: promptSchema,
  maxSeconds: seconds.max(600).default(120),
  silenceSeconds: seconds.max(30).default(5),
  title: z.string().min(1),
  severity: severity.default('normal'),
  keep: z
    .enum(['newCase', 'onCase', 'comment'])
    .default('newCase')
    .describe(
      'What becomes of it: a case; a message on the case of `caseStatus`, `customer`, `wake` or `openCase`; or what the caller says about us (after `survey`).',
    ),
  next: id,
  onEmpty: id.optional().describe('Where to go when nothing was said after all tries. Absent: a good-bye.'),
})
const openCase = z.strictObject({
  do: z.literal('openCase'),
  title: z.string().min(1),
  reason: z.string().min(1),
  severity: severity.default('normal'),
  promise: z.boolean().default(false).describe('Leave it with us: an answer is promised and stored, and {{case.by}} says by when.'),
  prompt: promptSchema.optional().describe('Said while the case is opened.'),
  next: id,
  onDelay: id.optional().describe('Where to go when the case has no number yet after some seconds. Absent: `next`.'),
})
const queue = z.strictObject({
  do: z.literal('queue'),
  skill: skill.optional().describe('People with this skill.'),
  level: level.optional().describe('The level of this rank, 1 is the front line. Absent: any level.'),
  site: site.optional(),
  language: z.boolean().optional().describe('People who speak the caller’s language.'),
  order: z.enum(['allAtOnce', 'longestIdle', 'inOrder']).default('longestIdle'),
  prompt: promptSchema.optional().describe('Said once, on entering.'),
  position: promptSchema
    .optional()
    .describe('Said before holding and while holding; may name {{queue.position}}, {{queue.ahead}} and {{queue.wait}} (minutes).'),
  music: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Played while holding. Absent: silence, and a word between.'),
  holdSeconds: z.number().int().min(5).max(60).default(20).describe('So long he hears music or silence before the line looks again whether somebody is free.'),
  maxHoldSeconds: z
    .number()
    .int()
    .min(20)
    .max(900)
    .default(120)
    .describe('Before holding and each time after so long, the line offers `leave` and `callback`.'),
  giveUpSeconds: z.number().int().min(60).max(7200).default(1800).describe('After so long in all the call goes on to `onFailed`.'),
  timeoutSeconds: seconds.max(60).default(20).describe('How long each person is rung.'),
  screen: promptSchema.optional(),
  leave: id.optional().describe('Key 1: leave it with us. An `openCase` with `promise: true`.'),
  callback: id.optional().describe('Key 2: be called back. A `callback` step.'),
  onAnswered: id.optional().describe('Absent: the call ends when the talk is over.'),
  onFailed: id.describe('Nobody took the call in `giveUpSeconds`.'),
  onGap: id.optional().describe('Nobody is on shift for this (any more). Absent: `onFailed`.'),
})
const wake = z.strictObject({
  do: z.literal('wake'),
  number: z
    .string()
    .regex(/^captured\.[a-z][A-Za-z0-9_]*$/, 'must name a captured answer, such as captured.phone')
    .optional()
    .describe('Absent: the caller’s own number.'),
  skill: skill.optional(),
  site: site.optional(),
  title: z.string().min(1),
  reason: z.string().min(1),
  prompt: promptSchema.optional().describe('Tells him that somebody is being called, and that he need not hold.'),
  waiting: promptSchema.optional().describe('Said from time to time while he holds.'),
  ringSeconds: z.number().int().min(10).max(60).default(30).describe('How long each person is rung.'),
  totalSeconds: z.number().int().min(30).max(600).default(600).describe('So long people are called in all, level by level.'),
  next: id.describe('Somebody has accepted: {{wake.person}} calls back by {{wake.by}}.'),
  onNobody: id.describe('Nobody could be reached.'),
  onNoNumber: id.optional().describe('There is no number that we may call: his own is withheld, or he keyed none. Absent: `onNobody`.'),
})
const transfer = z.strictObject({
  do: z.literal('transfer'),
  to: z
    .string()
    .regex(
      /^(\+[1-9]\d{6,14}|sips?:[^\s@]+@[^\s@]+|client:[A-Za-z0-9_.-]+|{{\s*directory\.number\s*}})$/,
      'must be a number "+4930123456", "sip:...", "client:..." or {{directory.number}}',
    )
    .describe('To whom the call is handed over, without being asked whether he takes it.'),
  prompt: promptSchema.optional(),
  timeoutSeconds: seconds.max(120).default(30),
  onAnswered: id.optional(),
  onFailed: id,
})
const callback = z.strictObject({
  do: z.literal('callback'),
  number: z
    .string()
    .regex(/^captured\.[a-z][A-Za-z0-9_]*$/, 'must name a captured answer, such as captured.phone')
    .optional()
    .describe('Absent: the caller’s own number.'),
  skill: skill
    .optional()
    .describe('He is called by somebody with this skill. Without skill, level and site: by such a one as he waited for at the `queue` before.'),
  level: level.optional(),
  site: site.optional(),
  title: z.string().min(1).optional().describe('Of its case. Absent: the title of the reason "callback", in the caller’s language.'),
  severity: severity.default('normal'),
  prompt: promptSchema.optional().describe('Said while the wish is written down.'),
  next: id.describe(
    'It is stored: {{callback.number}}; {{callback.by}} and {{callback.from}} say when, {{callback.wait}} in how many minutes about; {{callback.earlier}} when he had asked before. No time can be promised: {{case.by}} instead. {{case.number}}, {{case.owner}}: once he is to be called.',
  ),
  onNoNumber: id.describe('There is no number that we may call: withheld, abroad at a high rate, or mistyped.'),
  onDelay: id.optional().describe('Where to go when it is not stored after some seconds. Absent: `next`.'),
})
const caseStatus = z.strictObject({
  do: z.literal('caseStatus'),
  prompt: promptSchema.optional().describe('Asks for the case number.'),
  timeoutSeconds: seconds.max(60).optional(),
  tries: z.number().int().min(1).max(3).default(3),
  next: id.describe('Found: {{status.words}}, {{status.level}}, {{status.by}}, {{status.number}}.'),
  onNotFound: id.describe('No case of that number after all tries, or too many tries.'),
})
const directory = z.strictObject({
  do: z.literal('directory'),
  section: z.string().min(1).optional().describe('Only entries of this section.'),
  prompt: promptSchema.optional().describe('Asks for a name: spoken, or its first letters on the keys.'),
  timeoutSeconds: seconds.max(60).optional(),
  tries: z.number().int().min(1).max(5).default(2),
  next: id.describe('Chosen: {{directory.name}}, {{directory.hours}}, {{directory.number}}; directory.isOpen in conditions.'),
  onNotFound: id,
})
const incident = z.strictObject({
  do: z.literal('incident'),
  prompt: promptSchema.optional().describe('May name {{incident.text}}; ends with the offer: press 1 if this is it.'),
  timeoutSeconds: seconds.max(60).optional(),
  joined: id.describe('He pressed 1: his call belongs to the incident. {{incident.case}}, {{incident.by}}.'),
  next: id.describe('There is no incident, or it is not what he calls for.'),
})
const customer = z.strictObject({
  do: z.literal('customer'),
  unknown: id.describe('Nobody knows whose number this is.'),
  openCase: id.optional().describe('A customer with an open case: {{status.words}} and the like are those of the newest. Absent: `next`.'),
  next: id.describe('A customer that we know.'),
})
const survey = z.strictObject({
  do: z.literal('survey'),
  ...question,
  name: capturedName.default('rating'),
  most: z.number().int().min(2).max(9).default(5).describe('The best mark; 1 is the worst.'),
  next: id,
})
const sms = z.strictObject({
  do: z.literal('sms'),
  number: z
    .string()
    .regex(/^captured\.[a-z][A-Za-z0-9_]*$/, 'must name a captured answer, such as captured.phone')
    .optional()
    .describe('Absent: the caller’s own number.'),
  text: promptSchema,
  next: id,
  onNoNumber: id.optional().describe('The number cannot receive texts (a landline, withheld). Absent: `next`.'),
})
const http = z.strictObject({
  do: z.literal('http'),
  url: z
    .string()
    .regex(/^https?:\/\/[^\s{}/]+(\/\S*)?$/, 'must be a URL whose host is fixed; values such as {{captured.contract}} may follow after it')
    .describe('Its host must be in FLOW_HTTP_HOSTS.'),
  method: z.enum(['get', 'post']).default('get'),
  body: z.record(z.string(), z.string()).optional().describe('With `method: post`: sent as JSON.'),
  timeoutSeconds: z.number().int().min(1).max(10).default(5),
  answer: z
    .record(
      capturedName.refine((name) => !['ok', 'why', 'turn'].includes(name), 'must not be "ok", "why" or "turn": these say how the request itself went'),
      z.strictObject({
        at: z
          .string()
          .regex(/^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/, 'must be a path such as data.balance')
          .describe('Where in the JSON answer.'),
        is: z.enum(['text', 'number', 'boolean']).default('text'),
        optional: z.boolean().default(false),
      }),
    )
    .default({})
    .describe('What is taken out of the answer, by the name under which it is captured. An answer of another form goes to `onFailed`.'),
  prompt: promptSchema.optional().describe('Said while we wait.'),
  next: id,
  onFailed: id,
})
const subflow = z.strictObject({ do: z.literal('subflow'), flow: id.describe('Another file of this folder; its target "return" leads to `next`.'), next: id })
const presence = z.strictObject({
  do: z.literal('presence'),
  prompt: promptSchema.optional().describe('Asks for the PIN.'),
  timeoutSeconds: seconds.max(60).optional(),
  tries: z.number().int().min(1).max(5).optional(),
  next: id,
  onFailed: id.describe('No right PIN, or no choice.'),
})
const goTo = z.strictObject({ do: z.literal('goTo'), goTo: id, language: language.optional() })
const hangUp = z.strictObject({ do: z.literal('hangUp'), prompt: promptSchema.optional(), served: z.boolean().optional() })

const stepSchema = z.discriminatedUnion('do', [
  say,
  menu,
  gather,
  set,
  branch,
  hours,
  dial,
  queue,
  wake,
  transfer,
  voicemail,
  openCase,
  callback,
  caseStatus,
  directory,
  incident,
  customer,
  survey,
  sms,
  http,
  subflow,
  goTo,
  presence,
  hangUp,
])

const phrasesSchema = z.strictObject(Object.fromEntries(phraseNames.map((name) => [name, promptSchema])) as Record<PhraseName, typeof promptSchema>).partial()

export const flowFileSchema = z.strictObject({
  flow: id,
  title: z.string().min(1),
  zone: z.string().describe('IANA zone, for example Europe/Berlin.'),
  languages: z.array(language).min(1).describe('The first one is spoken to callers of whom nothing is known.'),
  start: id,
  settings: z
    .strictObject({
      timeoutSeconds: seconds.max(60).default(5),
      tries: z.number().int().min(1).max(10).default(3).describe('Answers that mean nothing, at one question, before the call goes on.'),
      silences: z.number().int().min(1).max(10).default(2).describe('Silences at one question before the call goes on to a person or a voicemail.'),
      confidence: z
        .number()
        .min(0)
        .max(1)
        .default(0.6)
        .describe('Speech that was understood less surely is read back; refused, it is asked for by keys. 0: never.'),
      pace: z.enum(['slow', 'normal', 'fast']).default('normal').describe('How fast the line speaks.'),
    })
    .prefault({}),
  keys: z.record(key, choiceSchema).default({}).describe('Keys that work in every menu, and in questions when they cannot be the answer.'),
  onNoInput: handlerSchema.prefault({}),
  onNoMatch: handlerSchema.prefault({}),
  phrases: phrasesSchema.prefault({}).describe('Replaces built-in sentences, or gives them in another language.'),
  steps: z.record(id, stepSchema),
})

export type FlowFile = z.output<typeof flowFileSchema>
export type FileStep = FlowFile['steps'][string]
export type FilePrompt = z.output<typeof promptSchema>
export type FileChoice = z.output<typeof choiceSchema>
export type FileHandler = z.output<typeof handlerSchema>
export type FileHours = Extract<FileStep, { do: 'hours' }>

/** Words that stand where a step is expected, so no step may have them as its name. */
export const specialTargets: ReadonlyArray<string> = ['repeat', 'back', 'return']

/** Where a step of a subflow leads out of it, to the step behind the one that entered it. */
export const returnTarget = 'return'

/** The schema that editors use, as it is written to ivr-flows/flow.schema.json. */
export function flowJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(flowFileSchema, { io: 'input' }), null, 2)}\n`
}
