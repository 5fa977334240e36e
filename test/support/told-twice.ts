/** What the simulator's journal says of a call, held against what our database says of it. Knows nothing of the product but its tables. */
import type { JournalEntry, LegEntry, WebhookEntry } from '../../services/phone-simulator/journal.ts'

type Row = { turn: number | null; kind: string; token: string | null; url: string; params: Record<string, string>; log: LogLine[] | null }
type LogLine = { kind: string; step: string; [field: string]: unknown }
export type Told = {
  sid: string
  /** Of the whole batch. */
  webhooks: ReadonlyArray<JournalEntry & WebhookEntry>
  legs: ReadonlyArray<JournalEntry & LegEntry>
  events: readonly Row[]
  callLegs: ReadonlyArray<{ sid: string; status: string }>
}

const TERMINAL = ['completed', 'busy', 'failed', 'no-answer', 'canceled']
/** The log may leave these out: what is said while something is tried again or cannot be followed, and the word between two silences of a line. */
const UNWRITTEN = [
  /One moment, please\.|Одну минуту, пожалуйста\./g,
  /I am sorry, our system is having trouble.*?take care of it\.|Извините, в системе неполадки.*?займётся сотрудник\./g,
  /Thank you\. Your message has been taken.*?Goodbye\.|Спасибо\. Сообщение записано.*?До свидания\./g,
  /You are still in line\. Thank you for waiting\.|Вы всё ещё в очереди\. Спасибо, что ждёте\./g,
]
const written = (text: string): string => plain(UNWRITTEN.reduce((rest, words) => rest.replace(words, ''), text))
const tokenOf = ({ headers }: WebhookEntry): string => headers['I-Twilio-Idempotency-Token'] ?? headers['i-twilio-idempotency-token'] ?? ''
export const wasReceived = (entry: WebhookEntry): boolean => tokenOf(entry) !== '' && 'status' in entry.response
const pathOf = ({ url }: { url: string }): string => new URL(url).pathname.replace('/webhooks/twilio', '')

/** What a webhook carried; one that was put off carries it in its URL. */
function carried({ url, params }: { url: string; params: Readonly<Record<string, string>> }): Record<string, string> {
  const held = new URL(url, 'http://any').searchParams.get('held')
  return held === null ? { ...params } : { ...params, ...Object.fromEntries(new URLSearchParams(held)) }
}

/** Which turn it answers, and what the line was doing; Twilio's fallback names the URL that failed. */
function askedOf(entry: { url: string; params: Readonly<Record<string, string>> }): { turn: number; on: string | null } {
  const url = entry.url.includes('/fallback') ? (entry.params['ErrorUrl'] ?? entry.url) : entry.url
  const query = new URL(url, 'http://any').searchParams
  return { turn: Number(query.get('turn') ?? 0), on: query.get('on') }
}

/** Each difference in a line; nothing if both tell the same story. */
export function differences(told: Told): string[] {
  return [...unlikeTurns(told), ...unlikeWords(told), ...unlikeReports(told), ...unlikeLegs(told)].map((text) => `${told.sid}: ${text}`)
}

const voiceEntries = ({ sid, webhooks }: Told) =>
  webhooks.filter((entry) => entry.callSid === sid && ['/voice', '/fallback'].includes(pathOf(entry)) && wasReceived(entry))

function unlikeTurns(told: Told): string[] {
  const sent = voiceEntries(told)
  const rows = told.events.filter(({ turn }) => turn !== null)
  const sentTurns = new Set(sent.map((entry) => askedOf({ url: entry.url, params: entry.parameters }).turn))
  const unknown = rows.filter(({ token }) => !sent.some((entry) => tokenOf(entry) === token)).map(({ turn }) => `turn ${turn} was never sent`)
  const missing = [...sentTurns].filter((turn) => !rows.some((row) => row.turn === turn)).map((turn) => `turn ${turn} was delivered and is not in the log`)
  const unlike = rows.flatMap((row) => {
    const entry = sent.find((one) => tokenOf(one) === row.token)
    return entry ? unlikeInput(row, { url: entry.url, params: { ...entry.parameters } }) : []
  })
  return [...unknown, ...missing, ...unlike]
}

/** What the caller or Twilio did, as it was sent, and as the log tells it. */
function unlikeInput(row: Row, entry: { url: string; params: Record<string, string> }): string[] {
  const { on, turn } = askedOf(entry)
  const was = carried(entry)
  const log = row.log ?? []
  const has = (kind: string, field?: string, value?: unknown) => log.some((line) => line.kind === kind && (field === undefined || isSame(line[field], value)))
  const complain = (what: string): string[] => [`turn ${turn}: ${what}, the log says ${JSON.stringify(log.slice(0, 3))}`]
  const isSecret = Object.values(row.params).includes('****')
  if (on === 'gather' && was['SpeechResult']) return has('spoke', 'text', was['SpeechResult']) ? [] : complain(`said "${was['SpeechResult']}"`)
  if (on === 'gather' && was['Digits']) return isSecret || has('pressed', 'digits', was['Digits']) ? [] : complain(`pressed ${was['Digits']}`)
  if (on === 'dial') return has('dialEnded', 'result', dialResult(was)) ? [] : complain(`the dial ended ${was['DialCallStatus']}/${was['DialBridged']}`)
  if (on === 'record' && was['RecordingSid']) return has('recorded', 'seconds', Number(was['RecordingDuration'])) ? [] : complain('a recording came')
  return log.some(({ kind }) => ['pressed', 'spoke', 'recorded', 'dialEnded'].includes(kind)) ? complain('nothing was done') : []
}

/** What could open somebody else's case is masked in the log, but for its last two signs. */
function isSame(logged: unknown, sent: unknown): boolean {
  if (logged === sent) return true
  if (typeof logged !== 'string' || typeof sent !== 'string' || logged.length !== sent.length || logged.slice(-2) !== sent.slice(-2)) return false
  return [...logged].every((sign, n) => sign === '*' || sign === sent[n])
}

function dialResult({ DialCallStatus, DialBridged }: Record<string, string>): string {
  if (DialCallStatus === 'completed' || DialCallStatus === 'answered') return DialBridged === 'false' ? 'noAnswer' : 'answered'
  return { busy: 'busy', 'no-answer': 'noAnswer', canceled: 'canceled' }[DialCallStatus ?? ''] ?? 'failed'
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** What was heard between two requests against what the log says was said: the same, or as much of it as there was time for. */
function unlikeWords(told: Told): string[] {
  const said = new Map(
    told.events
      .filter(({ log }) => log !== null)
      .map(({ turn, log }) => [turn, plain((log ?? []).flatMap(({ text, kind }) => (['said', 'asked'].includes(kind) ? [String(text)] : [])).join(' '))]),
  )
  const heard = heardByTurn(told)
  return [...heard].flatMap(([turn, text]) => {
    const log = said.get(turn) ?? ''
    return written(log).startsWith(written(text)) ? [] : [`turn ${turn}: heard "${text}", the log says "${log}"`]
  })
}

function heardByTurn({ sid, legs, webhooks }: Told): Map<number, string> {
  const byTurn = new Map<number, string>()
  let turn = 0
  for (const entry of legs.filter(({ callSid }) => callSid === sid)) {
    if (entry.type === 'webhook' && /\/webhooks\/twilio\/(voice|fallback)/.test(entry.url ?? '')) turn = turnOf(entry, webhooks)
    if (entry.type !== 'said') continue
    byTurn.set(turn, plain(`${byTurn.get(turn) ?? ''} ${entry.text ?? ''}`))
  }
  return byTurn
}

function turnOf(entry: JournalEntry & LegEntry, webhooks: ReadonlyArray<JournalEntry & WebhookEntry>): number {
  const sent = webhooks.findLast((one) => one.n <= entry.n && one.callSid === entry.callSid && one.url === entry.url)
  return askedOf({ url: entry.url ?? '', params: { ...sent?.parameters } }).turn
}

const reportKey = (params: Readonly<Record<string, string>>): string => [params['CallSid'], params['CallStatus'], params['SequenceNumber']].join(' ')

function unlikeReports({ webhooks, events, ...told }: Told): string[] {
  const sids = legSids({ webhooks, events, ...told })
  const sent = webhooks.filter((entry) => sids.has(entry.callSid) && /\/status$/.test(pathOf(entry)))
  const keys = new Set(sent.map(({ parameters }) => reportKey(parameters)))
  const stored = events.filter(({ url }) => /\/status(\?|#|$)/.test(url)).map(({ params }) => reportKey(params))
  const received = new Set(sent.filter(wasReceived).map(({ parameters }) => reportKey(parameters)))
  return [
    ...[...received].filter((key) => !stored.includes(key)).map((key) => `the report ${key} was delivered and is not stored`),
    ...stored.filter((key) => !keys.has(key)).map((key) => `the report ${key} is stored and was never sent`),
    ...stored.filter((key, n) => stored.indexOf(key) !== n).map((key) => `the report ${key} is stored twice`),
  ]
}

const legSids = ({ sid, legs, callLegs }: Told): Set<string> =>
  new Set([...legs.filter(({ rootSid }) => rootSid === sid).map(({ callSid }) => callSid), ...callLegs.map((leg) => leg.sid)])

function unlikeLegs(told: Told): string[] {
  const { sid, webhooks, legs, callLegs } = told
  const known = new Set(legs.map(({ callSid }) => callSid))
  const strangers = callLegs.filter((leg) => !known.has(leg.sid)).map((leg) => `leg ${leg.sid} is in no journal`)
  const unlike = [...legSids(told)]
    .filter((leg) => leg !== sid)
    .flatMap((leg) => {
      const reports = webhooks.filter((entry) => entry.callSid === leg && /\/status$/.test(pathOf(entry)) && wasReceived(entry))
      const row = callLegs.find((one) => one.sid === leg)
      if (reports.length > 0 && !row) return [`leg ${leg} is not stored`]
      const end = reports.map(({ parameters }) => parameters['CallStatus'] ?? '').find((status) => TERMINAL.includes(status))
      return end !== undefined && row?.status !== end ? [`leg ${leg} ended ${end}, stored is ${row?.status}`] : []
    })
  return [...strangers, ...unlike]
}
