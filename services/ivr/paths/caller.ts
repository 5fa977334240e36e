import type { CallEvent, CallInstruction } from '../../telephony/provider.ts'
import type { CapturingStep } from '../ask.ts'
import type { Choice, Flow, FlowStep, QuestionStep } from '../flow.ts'
import type { Position, Session } from '../session.ts'
import type { Literals } from './literals.ts'

/**
 * Something that can happen next. `caller`: he does something; `silence`: he does nothing, or it is not his doing. A detour is what he may do
 * but need not: back, again, another language. An answer settles the question, however often it was missed before. `seconds`: how long it may take.
 */
export type Happening = { label: string; event: CallEvent; by: 'caller' | 'silence'; what: 'answer' | 'detour' | 'other'; seconds: readonly number[] }
type Place = { flow: Flow; session: Session; position: Position; last: CallInstruction; literals: Literals; now: number }

/** Who presses or says something does it at once: only waiting is a matter of time. */
const actSeconds = 0
const talkSeconds = 60

/** Everything that can happen where the call stands, one of each kind that could make a difference. */
export function happenings(place: Place): Happening[] {
  const { last } = place
  switch (last.verb) {
    case 'gather':
      return [...acts(place, last), quiet('silence', { kind: 'noInput' }, waits(place, last.timeoutSeconds))]
    case 'dial':
      return [
        quiet('answered', { kind: 'dialEnded', result: 'answered', talkSeconds }, [talkSeconds]),
        ...(['noAnswer', 'busy', 'failed', 'canceled'] as const).map((result) =>
          quiet(result, { kind: 'dialEnded', result, talkSeconds: 0 }, waits(place, last.timeoutSeconds)),
        ),
      ]
    case 'record':
      return [
        act('a message', { kind: 'recorded', recordingSid: 'RE1', url: 'https://recordings.example/RE1', seconds: 12 }),
        quiet('an empty message', { kind: 'noInput' }, [actSeconds]),
      ]
    case 'continue':
      return comesBack(place)
    default:
      return []
  }
}

const act = (label: string, event: CallEvent, what: Happening['what'] = 'other'): Happening => ({ label, event, by: 'caller', what, seconds: [actSeconds] })
const press = (digits: string, what?: Happening['what']): Happening => act(`key ${digits}`, { kind: 'keys', digits }, what)
const say = (text: string, what?: Happening['what']): Happening => act(`"${text}"`, { kind: 'speech', text, confidence: 1 }, what)
const mumble = (text: string): Happening => act(`"${text}", hardly understood`, { kind: 'speech', text, confidence: 0.01 }, 'detour')
const quiet = (label: string, event: CallEvent, seconds: readonly number[]): Happening => ({ label, event, by: 'silence', what: 'other', seconds })

function acts(place: Place, { accepts, maxDigits }: Extract<CallInstruction, { verb: 'gather' }>): Happening[] {
  const { flow, position } = place
  const step = flow.steps.get(position.step)
  if (step === undefined || !isQuestion(step)) return others(step, accepts, maxDigits === 1)
  const answers = position.awaiting === 'input' && step.do !== 'menu' ? validAnswers(step, place) : []
  return [
    ...choices(place, step, accepts.includes('speech')),
    ...(position.awaiting === 'confirmation' ? confirmations(accepts) : []),
    ...answers,
    press(meaningless(step), 'detour'),
  ]
}

const isQuestion = (step: FlowStep): step is QuestionStep => step.do === 'menu' || step.do === 'gather' || step.do === 'survey'

/** At a step with questions of its own: each key that could be a choice, a number, a name on the keys; and what works in the whole flow. */
function others(step: FlowStep | undefined, accepts: readonly string[], isOneKey: boolean): Happening[] {
  const inherited = step !== undefined && 'choices' in step ? [...step.choices] : []
  const keys = (isOneKey ? ['1', '2', '3', '9', '*'] : ['2345678', '1']).filter((key) => !inherited.some(([other]) => other === key))
  const spoken = accepts.includes('speech') ? [say('Entry 1'), say('2 3 4 5 6 7 8'), mumble('Entry 1')] : []
  return [...keys.map((key) => press(key)), ...spoken, ...inherited.map(([key, choice]) => press(key, isDetour(choice, step) ? 'detour' : 'other'))]
}

const isDetour = ({ to, language }: Choice, step: FlowStep | undefined): boolean => to === 'back' || to === 'repeat' || language !== null || to === step?.id

/** Each key, and for each its first words: once understood and once hardly. */
function choices({ session }: Place, step: QuestionStep, isHeard: boolean): Happening[] {
  const spoken = isHeard ? (step.phrases.get(session.language) ?? []) : []
  return [...step.choices].flatMap(([key, choice]): Happening[] => {
    const what = isDetour(choice, step) ? 'detour' : 'answer'
    const words = spoken.find((phrase) => phrase.key === key)?.words
    return [press(key, what), ...(words === undefined ? [] : [say(words, what), mumble(words)])]
  })
}

function confirmations(accepts: readonly string[]): Happening[] {
  return [press('1'), press('2', 'detour'), ...(accepts.includes('speech') ? [say('mmh', 'detour')] : [])]
}

/** Answers that a question can take: an ordinary one, and each with which a condition compares it. */
function validAnswers(step: CapturingStep, place: Place): Happening[] {
  const named = place.literals.of(`captured.${step.name}`)
  if (step.do === 'survey') return [press('1', 'answer'), press(String(step.most), 'answer')]
  const fits = (digits: string): boolean => /^\d+$/.test(digits) && digits.length >= step.minDigits && digits.length <= step.maxDigits
  const near = named.flatMap((text) =>
    /^\d+$/.test(text) ? [Number(text) - 1, Number(text) + 1].map((number) => String(number).padStart(text.length, '0')) : [],
  )
  const phones = isPhone(place.flow, step.name) ? ['03023125200', '0012125550100'] : []
  const digits = ['1'.repeat(step.minDigits), ...named, ...near, ...phones].filter(fits)
  const [first = ''] = digits
  const spokenDigits = [...first].join(' ')
  const words = step.isNumber ? [spokenDigits] : ['something else', ...named]
  return [
    ...(step.input === 'speech' && !step.isNumber ? [] : [...new Set(digits)].map((keys) => press(keys, 'answer'))),
    ...(step.input === 'keys' ? [] : words.flatMap((text) => [say(text, 'answer'), mumble(text)])),
  ]
}

const isPhone = ({ steps }: Flow, name: string): boolean =>
  [...steps.values()].some((step) => (step.do === 'callback' || step.do === 'sms' || step.do === 'wake') && step.number === name)

/** Keys that are neither an option nor an answer here. */
function meaningless(step: QuestionStep): string {
  return (
    ['#*', '**', '*', '7', '5', '#', '99'].find((keys) => !step.choices.has(keys) && (step.do !== 'survey' || Number(keys) > step.most || !/\d/.test(keys))) ??
    '***'
  )
}

/** The result that is awaited, or none yet. */
function comesBack(place: Place): Happening[] {
  const { flow, position, session, literals } = place
  const nothing = quiet('nothing yet', { kind: 'continued', results: {} }, waits(place, 1))
  if (position.awaiting !== 'result') return [nothing]
  const { name, turn } = position.awaits ?? { name: 'case' as const, turn: session.turn }
  const mark = { turn: String(turn) }
  const owned = { number: `1000${session.turn}`, owner: 'First', ...mark }
  const opened = { case: { ...owned, by: 'by 6 PM' } }
  const there = (label: string, results: Record<string, Record<string, string>>): Happening => quiet(label, { kind: 'continued', results }, [1])
  if (name === 'case') return [there('the case is there', opened), nothing]
  if (name === 'callback')
    return [there('the callback is stored', { case: owned, callback: { number: '+493023125200', by: 'by 6 PM', wait: '9', ...mark } }), nothing]
  const step = flow.steps.get(position.step)
  const fields = step?.do === 'http' ? step.answer : []
  const answers = products(fields.map(({ name: field, is }) => ({ field, values: httpValues(is, literals.of(`captured.${field}`)) })))
  return [
    ...answers.map((values) => there(`answered ${JSON.stringify(values)}`, { [name]: { ok: 'yes', ...values, ...mark } })),
    there('the request failed', { [name]: { ok: 'no', why: 'timeout', ...mark } }),
    nothing,
  ]
}

function httpValues(is: 'text' | 'number' | 'boolean', named: readonly string[]): string[] {
  return is === 'boolean' ? ['true', 'false'] : [...new Set([is === 'number' ? '1' : 'text', ...named])]
}

/** Each value of each field with each of the others. */
function products(fields: ReadonlyArray<{ field: string; values: readonly string[] }>): Record<string, string>[] {
  return fields.reduce<Record<string, string>[]>(
    (found, { field, values }) => found.flatMap((one) => values.map((value) => ({ ...one, [field]: value }))),
    [{}],
  )
}

/**
 * How long nothing happens. While he holds, time itself counts: it moves to the next limit of the step, and once, at the beginning, only for one
 * round; so each limit is met, and few instants are told apart.
 */
function waits({ flow, position, now }: Place, usual: number): number[] {
  const step = flow.steps.get(position.step)
  const since = position.hold?.since
  if (since === undefined || (step?.do !== 'queue' && step?.do !== 'wake')) return [usual]
  const passed = Math.round((now - since) / 1_000)
  const grid = step.do === 'queue' ? Math.max(step.maxHoldSeconds, Math.ceil(step.giveUpSeconds / 4)) : Math.ceil((step.totalSeconds + 30) / 4)
  const next = grid - (passed % grid)
  return passed === 0 ? [Math.min(usual, next), next] : [next]
}
