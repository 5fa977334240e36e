import type { Flow } from '../flow.ts'
import type { LogEntry, Session } from '../session.ts'
import type { AnswerKind, Tell, Told } from './program.ts'
import type { WrittenTranscript } from './transcript-file.ts'

type Entry<Kind extends LogEntry['kind']> = Extract<LogEntry, { kind: Kind }>
type Table = { [Kind in AnswerKind]: (step: string) => Told<Kind> | undefined }
type WrittenAnswers = NonNullable<WrittenTranscript['answers']>

/** What the program answered on a call, as its log and its last session tell. `reads` hands it the log of one turn after the other. */
export function witnessOf(flow: Flow, session: Session) {
  let log: readonly LogEntry[] = []
  const told = new Map<AnswerKind, unknown[]>()
  const names = new Map<string, string[]>()

  const entry = <Kind extends LogEntry['kind']>(step: string, kind: Kind): Entry<Kind> | undefined =>
    log.find((one): one is Entry<Kind> => one.kind === kind && one.step === step)
  const wentTo = (step: string): Entry<'went'> | undefined => entry(step, 'went')
  const dialled = (step: string): string[] => (entry(step, 'dialled')?.asked ?? []).map(({ name }) => name)
  const about = () => {
    const { number = '', words = {}, level = '', by = null } = session.about ?? {}
    return { number, words, level, by: by ?? undefined }
  }

  /** Everybody who has rung at the step so far, and those who ring now. */
  function people(step: string): Told<'onShift'> {
    if (entry(step, 'gap')) return 'gap'
    if (entry(step, 'allBusy')) return 'busy'
    const all = [...new Set([...(names.get(step) ?? []), ...dialled(step)])]
    names.set(step, all)
    return all.length === 0 ? 'gap' : all
  }

  /** A result is there once the call has gone on. */
  function result(name: string, step: string): Record<string, string> | 'late' {
    if (log.length === 0 || wentTo(step)?.why.startsWith('no result')) return 'late'
    const { turn: _turn, ...fields } = session.results[name] ?? {}
    return fields
  }

  const table: Table = {
    onShift: people,
    keeper: people,
    owner: people,
    opening: (step) => {
      if (wentTo(step)?.why === 'open') return 'open'
      return session.opening ? { closed: session.opening } : 'closed'
    },
    pin: (step) => {
      if (wentTo(step)?.why === 'too many wrong PINs') return 'tooMany'
      const wrong = [...flow.phrases.wrongPin.values()].flat().map(({ fixed }) => (fixed?.verb === 'say' ? fixed.text : ''))
      return log.some((one) => one.kind === 'said' && wrong.includes(one.text)) ? 'wrong' : 'right'
    },
    queue: (step) => {
      if (entry(step, 'gap')) return 'gap'
      const ringing = dialled(step)
      if (ringing.length > 0) return { turn: ringing }
      const { ahead, waitMinutes } = entry(step, 'held') ?? session.queue ?? { ahead: 0, waitMinutes: null }
      return { ahead, ...(waitMinutes !== null && { wait: waitMinutes }) }
    },
    wake: (step) => {
      if (wentTo(step)) return 'nobody'
      const hasLeft = log.some((one) => one.step !== step)
      return hasLeft && session.wake ? { accepted: session.wake.person, by: session.wake.by } : 'calling'
    },
    promise: (step) => (session.promise && entry(step, 'offered')?.leave ? { by: session.promise.by } : 'unknown'),
    caseStatus: (step) => {
      if (entry(step, 'notFound')) return wentTo(step)?.why.startsWith('too many') ? 'tooMany' : 'wrong'
      return about()
    },
    customer: () => {
      const { openCases } = session
      return openCases === undefined ? 'stranger' : { openCases, ...(openCases > 0 && session.about ? { case: about() } : {}) }
    },
    incidents: (step) => {
      const { incident } = session
      return incident && entry(step, 'asked') ? [{ text: incident.text, case: incident.caseNumber, by: incident.by }] : []
    },
    directory: (step) => {
      if (entry(step, 'notFound') || !session.directory) return []
      const { name, number, hours, isOpen } = session.directory
      return [{ name, isOpen, ...(number !== null && { number }), ...(hours !== null && { hours }) }]
    },
    case: (step) => result('case', step),
    callback: (step) => result('callback', step),
    http: (step) => {
      const found = result(`http:${step}`, step)
      if (found === 'late') return found
      const { ok, why: _why, ...values } = found
      return ok === 'yes' ? values : 'failed'
    },
  }

  const tell: Tell = <Kind extends AnswerKind>(kind: Kind, step: string): Told<Kind> | undefined => {
    const isUnknown = log.some((one) => one.kind === 'notKnown' && one.step === step && one.question === kind)
    const answer = isUnknown ? ('unknown' as Told<Kind>) : table[kind](step)
    told.set(kind, [...(told.get(kind) ?? []), answer])
    return answer
  }
  return {
    tell,
    reads: (turn: readonly LogEntry[]): void => {
      log = turn
    },
    /** What was told, as short as it can be said. */
    answers: (): WrittenAnswers => Object.fromEntries([...told].map(([kind, all]) => [kind, shortened(all)])),
  }
}

/** The last answer stays, so what only repeats it need not be written. */
function shortened(all: readonly unknown[]): unknown {
  const texts = all.map((one) => JSON.stringify(one))
  const last = texts.findLastIndex((text) => text !== texts.at(-1)) + 1
  return last === 0 ? all[0] : { each: all.slice(0, last + 1) }
}
