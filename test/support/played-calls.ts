/** Whole calls played by posting signed webhooks, plainly or as a bad network delivers them: repeated, late, in any order. */
import { randomUUID } from 'node:crypto'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import type { TestLine } from './line.ts'
import { seeded, type Chance } from './seeded.ts'

export type Played = { sid: string; answers: string[]; webhooks: number; repeats: number; unlike: string[]; events: number }
type Fields = Record<string, string>
type Delivery = { path: string; fields: Fields; token: string }
type Step = { path: string; fields: Fields; before: Delivery[] }

const LINES = ['+493023125100', '+493023125101', '+493023125102'] as const
/** What a caller with a purpose keys: his contract number is right, wrong at first, or nobody's. */
const purposes = (seed: number): readonly (readonly string[])[] => {
  const nobodys = String(600_000 + (seed % 300_000))
  return [
    ['2', '123456', '1'],
    ['2', '204518', '1'],
    ['2', nobodys, '1'],
    ['2', '310077', '2', nobodys, '1'],
    ['8', '2', '118802', '1'],
    ['2', '12', nobodys, '1'],
    ['3'],
    ['1'],
  ]
}
const KEYS = ['1', '2', '2', '2', '3', '8', '9', '*', '0', '5', '', '123456', '204518', '999999', '123456', '1', '1', '12'] as const
const SPEECH = ['report a fault', 'operator please', 'twenty cats', 'yes'] as const
const MOST_TURNS = 9

/**
 * The same seed plays the same call: the same caller, keys, results and reports. Only the delivery differs by `isBad`, and by
 * `doors`: addresses of processes behind one load balancer, each webhook goes to any of them.
 */
export async function playCall(line: TestLine, seed: number, isBad: boolean, doors: readonly string[] = [line.url]): Promise<Played> {
  const life = seeded(seed)
  const network = seeded(seed * 7_919 + 1)
  const sid = `CA${life.hex(32)}`
  const parties = { CallSid: sid, From: life.pick([caller(seed), caller(seed), 'anonymous', '+493023125200']), To: life.pick(LINES), Direction: 'inbound' }
  const post = poster(line, () => network.pick(doors))
  const intends = life.isTrue(0.6) ? [...life.pick(purposes(seed))] : []
  const statuses = reports(life, parties, seed)
  const played: Played = { sid, answers: [], webhooks: 0, repeats: 0, unlike: [], events: 0 }
  const late: { at: number; delivery: Delivery; answer: string }[] = []
  const afloat: Promise<unknown>[] = []
  const several = (list: readonly Delivery[]): Delivery[] => network.shuffled(list.flatMap((one) => Array.from({ length: 1 + network.below(3) }, () => one)))
  const early = isBad ? several(statuses.slice(0, -1)) : []
  const ends = isBad ? several(statuses.slice(-1)) : []

  const deliver = async (delivery: Delivery, expected?: string): Promise<string> => {
    played.webhooks += 1
    const { status, body } = await post(delivery)
    if (status >= 300) played.unlike.push(`${delivery.path}: ${status}`)
    if (expected !== undefined && body !== expected) played.unlike.push(`${delivery.path} ${JSON.stringify(delivery.fields)}:\n  ${expected}\n  ${body}`)
    return body
  }

  let step: Step | undefined = { path: '/webhooks/twilio/voice', fields: { ...parties, CallStatus: 'ringing' }, before: [] }
  for (let turn = 0; step && turn <= MOST_TURNS; turn += 1) {
    const current: Step = step
    const delivery: Delivery = { path: current.path, fields: current.fields, token: randomUUID() }
    if (isBad) for (let n = network.below(3); n > 0 && early.length > 0; n -= 1) await deliver(early.pop() as Delivery)
    // The end is reported when the call has ended: of TwiML webhooks only one that is sent at the end itself can come after it.
    if (isBad && / on=(record|dial)/.test(current.path.replace('&', ' ')) && network.isTrue(0.5)) await deliver(ends[0] as Delivery)
    for (const one of isBad ? network.shuffled([...current.before, ...current.before]) : current.before) await deliver(one)
    if (isBad) afloat.push(...late.filter(({ at }) => at === turn).map(({ delivery: again, answer }) => deliver(again, answer)))
    const copies = isBad ? network.below(5) : 0
    const atOnce = isBad ? network.below(copies + 1) : 0
    const bodies = await Promise.all(Array.from({ length: 1 + atOnce }, () => deliver(delivery)))
    const [answer = ''] = bodies
    for (const body of bodies) if (body !== answer) played.unlike.push(`at once ${delivery.path}:\n  ${answer}\n  ${body}`)
    for (let n = atOnce; n < copies; n += 1) {
      late.push({
        at: turn + 1 + network.below(4),
        delivery: network.pick([delivery, renewed(delivery), renewed({ ...delivery, fields: { ...delivery.fields, CallerCity: 'Berlin' } })]),
        answer,
      })
    }
    played.repeats += copies
    played.answers.push(answer)
    step = turn < MOST_TURNS ? next(answer, life, parties, seed, intends) : undefined
    if (step?.path.includes('on=continue')) await outboxIsEmpty(line, sid)
    if (step && life.isTrue(0.05)) step = undefined // hangs up
    played.events += 1
  }
  await Promise.all(afloat)
  if (isBad)
    await Promise.all([
      ...network.shuffled(late).map(({ delivery, answer }) => deliver(delivery, answer)),
      ...network.shuffled([...early, ...ends]).map((one) => deliver(one)),
    ])
  else for (const one of statuses) await deliver(one)
  await outboxIsEmpty(line, sid)
  return played
}

/** The same turn asked again, as a new request. */
const renewed = (delivery: Delivery): Delivery => ({ ...delivery, token: randomUUID() })
const caller = (seed: number): string => `+49301${String(1_000_000 + seed)}`

/** What the network reports about the caller's leg. */
function reports(life: Chance, parties: Fields, seed: number): Delivery[] {
  const end = life.pick(['completed', 'completed', 'completed', 'busy', 'failed', 'no-answer', 'canceled'])
  return ['initiated', 'ringing', 'in-progress', end].map((status, n) => ({
    path: '/webhooks/twilio/status',
    token: randomUUID(),
    fields: {
      ...parties,
      CallStatus: status,
      SequenceNumber: String(n),
      Timestamp: instant(seed, n),
      CallbackSource: 'call-progress-events',
      ...(n === 3 && { CallDuration: String(10 + life.below(90)) }),
    },
  }))
}

const instant = (seed: number, n: number): string => new Date(Date.UTC(2026, 10, 18, 9, seed % 50, n * 7)).toUTCString().replace('GMT', '+0000')

/** What Twilio does with an answer, and what the caller does then. */
function next(answer: string, life: Chance, parties: Fields, seed: number, intends: string[]): Step | undefined {
  const fields = { ...parties, CallStatus: 'in-progress' }
  const target = (tag: string): string | undefined => attribute(answer, tag, 'action')
  const gather = target('Gather')
  if (gather !== undefined) {
    const intended = intends.shift()
    const said =
      intended !== undefined
        ? { Digits: intended, FinishedOnKey: '' }
        : life.isTrue(0.15) && answer.includes('speech')
          ? { SpeechResult: life.pick(SPEECH), Confidence: '0.9' }
          : { Digits: life.pick(KEYS), FinishedOnKey: '' }
    return { path: gather, fields: { ...fields, ...said }, before: [] }
  }
  const dial = target('Dial')
  if (dial !== undefined) return dialled(dial, answer, life, parties, fields)
  const record = target('Record')
  if (record !== undefined) {
    const recording = {
      RecordingSid: `RE${life.hex(32)}`,
      RecordingUrl: `https://api.example/${seed}`,
      RecordingDuration: String(1 + life.below(60)),
      Digits: 'hangup',
    }
    return { path: record, fields: life.isTrue(0.8) ? { ...fields, ...recording } : fields, before: [] }
  }
  const redirect = /<Redirect[^>]*>([^<]+)<\/Redirect>/.exec(answer)?.[1]
  return redirect === undefined ? undefined : { path: pathOf(redirect), fields, before: [] }
}

function dialled(path: string, answer: string, life: Chance, parties: Fields, fields: Fields): Step {
  const legs = [...answer.matchAll(/<Number[^>]*>([^<]+)<\/Number>/g)].map(([, number]) => ({ number: String(number), sid: `CA${life.hex(32)}` }))
  const result = life.pick(['completed', 'completed', 'no-answer', 'busy', 'failed'])
  const taker = result === 'completed' ? life.below(legs.length) : -1
  const before = legs.flatMap(({ number, sid }, index): Delivery[] => {
    const leg = { CallSid: sid, ParentCallSid: parties['CallSid'] ?? '', From: parties['From'] ?? '', To: number, Direction: 'outbound-dial' }
    const accepts: Delivery = {
      path: '/webhooks/twilio/screen/accept?lang=en&text=x',
      token: randomUUID(),
      fields: { ...leg, CallStatus: 'in-progress', Digits: '1' },
    }
    const told = ['initiated', 'ringing', index === taker ? 'completed' : 'no-answer'].map((status, n): Delivery => ({
      path: '/webhooks/twilio/status',
      token: randomUUID(),
      fields: { ...leg, CallStatus: status, SequenceNumber: String(n), Timestamp: instant(index, n) },
    }))
    return index === taker ? [accepts, ...told] : told
  })
  const talk = {
    DialCallStatus: result,
    DialCallSid: legs[0]?.sid ?? '',
    DialBridged: String(taker >= 0),
    ...(taker >= 0 && { DialCallDuration: String(5 + life.below(60)) }),
  }
  return { path, fields: { ...fields, ...talk }, before }
}

function attribute(xml: string, tag: string, name: string): string | undefined {
  const found = new RegExp(`<${tag}\\b[^>]*\\s${name}="([^"]*)"`).exec(xml)?.[1]
  return found === undefined ? undefined : pathOf(found)
}

function pathOf(escaped: string): string {
  const url = new URL(escaped.replaceAll('&amp;', '&'))
  return url.pathname + url.search
}

function poster({ url, simulator: { accountSid, authToken } }: TestLine, door: () => string) {
  return async ({ path, fields, token }: Delivery): Promise<{ status: number; body: string }> => {
    const params = { AccountSid: accountSid, ApiVersion: '2010-04-01', ...fields }
    const response = await fetch(door() + path, {
      method: 'POST',
      body: new URLSearchParams(params),
      headers: { 'x-twilio-signature': getExpectedTwilioSignature(authToken, url + path, params), 'i-twilio-idempotency-token': token },
    })
    return { status: response.status, body: await response.text() }
  }
}

/** The call's effects are done: what the line says next depends on them, not on how fast this machine is. */
async function outboxIsEmpty({ database: { pool } }: TestLine, sid: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const { rows } = await pool.query<{ open: number }>('select count(*)::int as open from effect where call_sid = $1 and done_at is null', [sid])
    if (rows[0]?.open === 0) return
    if (tries > 3_000) throw new Error(`the effects of ${sid} are not done`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/**
 * Everything that is stored about a call, without what differs between two databases: ids made at random, case numbers (by
 * order of arrival), the address of the line. Settling runs once more when a call goes on after its end was reported.
 */
export async function storedAbout({ url, database: { pool }, simulator: { accountSid } }: TestLine, { sid, answers }: Played): Promise<object> {
  const all = async (sql: string): Promise<Record<string, unknown>[]> => (await pool.query<Record<string, unknown>>(sql, [sid])).rows
  const cases = await all(`select number from "case" where call_sid = $1 order by opened_at, number`)
  const rows = {
    call: await all(
      'select c.*, u.name as customer_name, u.is_new, null as customer_id from call c left join customer u on u.id = c.customer_id where c.sid = $1',
    ),
    numbers: await all('select p.value, p.standing, p.label from call c join contact_point p on p.customer_id = c.customer_id where c.sid = $1 order by 1'),
    captured: await all(ofSomebody('captured', 'name')),
    legs: await all('select * from call_leg where call_sid = $1 order by sid'),
    recordings: await all(ofSomebody('recording', 'sid')),
    effects: await all(`select id, turn, n, kind, body, attempts, result from effect where call_sid = $1 and kind <> 'settleCall' order by turn, n`),
    cases:
      await all(`select c.number, c.title, c.reason, c.severity, c.facts, c.status, c.opened_at, c.due_top_at, u.name, p.name as owner, o.how, o.from_at, o.to_at
      from "case" c left join customer u on u.id = c.customer_id join custody o on o.case_id = c.id join person p on p.id = o.person_id where c.call_sid = $1 order by 1`),
    events: await all(
      `select kind, turn, url, params, answer, log from call_event where call_sid = $1 or params->>'ParentCallSid' = $1 order by kind, turn, params::text`,
    ),
    answers,
  }
  let text = JSON.stringify(rows).replaceAll(url, 'LINE').replaceAll(accountSid, 'ACCOUNT')
  for (const { number } of cases)
    text = text
      .replaceAll(String(number), 'CASE')
      .replaceAll([...String(number)].join(' '), 'C A S E')
      .replaceAll([...String(number)].join(', '), 'C, A, S, E')
  return JSON.parse(text) as object
}

/** What lies on a customer's record, with his name in place of his id. */
const ofSomebody = (table: string, order: string): string =>
  `select t.*, u.name as customer_name, null as customer_id from ${table} t left join customer u on u.id = t.customer_id where t.call_sid = $1 order by t.${order}`

export type { Delivery }
