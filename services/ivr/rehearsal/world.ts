import { DateTime } from 'luxon'
import type { z } from 'zod'
import type { rehearsalCall } from '../../schemas/flows.ts'
import type { Flow, HoursStep, HttpStep } from '../flow.ts'
import { isOpen } from '../opening-hours.ts'
import type { AnswerKind, Told } from '../transcripts/program.ts'
import type { Caller } from '../transcripts/replay.ts'
import type { Transcript, TranscriptAnswers } from '../transcripts/transcript-file.ts'

export type World = Pick<z.output<typeof rehearsalCall>, 'language' | 'caller' | 'at' | 'people' | 'opening'>

const callers: Readonly<Record<World['caller'], Transcript['caller']>> = {
  known: { number: '+493023125200', customer: 'Marta Nowak', staff: false },
  unknown: '+493023125299',
  withheld: 'withheld',
  staff: { number: '+493023125301', staff: true },
}

/** What the program would say in words; other languages hear the English ones. */
const phrases = {
  en: { by: 'by 6 PM', opens: 'tomorrow at 8 AM', state: 'being worked on', hours: 'from 8 AM to 6 PM' },
  ru: { by: 'до 18 часов', opens: 'завтра в 8 часов', state: 'в работе', hours: 'с 8 до 18 часов' },
}
const phrasesOf = (language: string): (typeof phrases)['en'] => (language.startsWith('ru') ? phrases.ru : phrases.en)

/** Who calls the flow, and what it is told about anything that it may ask: a call in a rehearsal never goes without an answer. */
export function callIn(flow: Flow, world: World): Caller & Pick<Transcript, 'answers'> {
  const { caller, at, language = flow.languages[0] } = world
  return { caller: callers[caller], to: '+493023125100', at, language, answers: { ...answersIn(flow, world), steps: stepAnswersIn(flow, world) } }
}

function answersIn(flow: Flow, { language = flow.languages[0], caller, people, opening }: World): Required<TranscriptAnswers> {
  const inWords = (name: keyof (typeof phrases)['en']) => Object.fromEntries(flow.languages.map((one) => [one, phrasesOf(one)[name]]))
  const name = 'Amira Haddad'
  const rung: Told<'onShift'> = people === 'free' ? [name] : people === 'busy' ? 'busy' : 'gap'
  const queue: Record<World['people'], Told<'queue'>> = { free: { turn: [name] }, busy: { ahead: 2, wait: 4 }, nobody: 'gap' }
  const { by } = phrasesOf(language)
  const answers: { [Kind in AnswerKind]: NonNullable<TranscriptAnswers[Kind]> } = {
    onShift: rung,
    keeper: rung,
    owner: rung,
    opening: opening === 'closed' ? { closed: inWords('opens') } : 'open',
    pin: 'right',
    queue: queue[people],
    wake: { each: ['calling', people === 'free' ? { accepted: 'Hugo Martin', by: inWords('by') } : 'nobody'] },
    promise: { by: inWords('by') },
    caseStatus: { number: '1000180', words: inWords('state'), level: '1', by: inWords('by') },
    customer: caller === 'known' ? { openCases: 0 } : 'stranger',
    incidents: [],
    directory: [{ name, number: '+493023125301', hours: inWords('hours'), isOpen: opening !== 'closed' }],
    case: { by },
    callback: { by },
    http: {},
  }
  return answers
}

/** What depends on the step: by the clock it is open or closed by the hours of the step itself, and a request brings what the step takes out of it. */
function stepAnswersIn(flow: Flow, world: World): Transcript['answers']['steps'] {
  const now = DateTime.fromISO(world.at, { zone: flow.zone })
  return Object.fromEntries(
    [...flow.steps.values()].flatMap((step): Array<[string, TranscriptAnswers]> => {
      if (step.do === 'http') return [[step.id, { http: broughtBy(step) }]]
      if (step.do === 'hours' && world.opening === 'byClock') return [[step.id, { opening: openingAt(step, now, flow, world) }]]
      return []
    }),
  )
}

function openingAt({ hours, onShift }: HoursStep, now: DateTime, flow: Flow, { people }: World): Told<'opening'> {
  const isClosed = (hours !== null && !isOpen(hours, now)) || (onShift !== null && people === 'nobody')
  return isClosed ? { closed: Object.fromEntries(flow.languages.map((one) => [one, phrasesOf(one).opens])) } : 'open'
}

function broughtBy({ answer }: HttpStep): Record<string, string> {
  const samples = { number: '1', boolean: 'true', text: 'example' }
  return Object.fromEntries(answer.map(({ name, is }) => [name, samples[is]]))
}
