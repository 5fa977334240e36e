import type pg from 'pg'
import type { Database, Transaction } from '../../db.ts'
import { byInEach } from '../../escalation/promise.ts'
import type { Answer, Question } from '../../ivr/questions.ts'
import type { CallStatus, Wakes, WakeReply, WakeReport, WakeRequest } from '../../telephony/provider.ts'
import { saveEvent, saveLegReport } from '../reports/store.ts'
import type { QuestionedTurn } from '../service.ts'
import { isTerminal, mergeStatus } from '../status.ts'
import { acceptWake, holdAttempt, noteEnd, noteListening, noteOver, type FoundAttempt } from './acceptance/store.ts'
import { noteLeg } from './store.ts'
import { wakeWords } from './words.ts'

export type WakeServiceOptions = {
  database: Database
  companyName: () => string
  /** Somebody else may be to be called now. */
  wake: () => void
  announce: (callSid: string) => void
}

/** What becomes of the calls to people who are woken. Any request may come again, or late: the answer is what holds now. */
export function wakeService({ database: { prisma, linePool }, companyName, wake, announce }: WakeServiceOptions): Wakes {
  async function answer(request: WakeRequest): Promise<WakeReply> {
    await saveEvent(linePool, request.raw)
    const at = new Date(request.raw.receivedAt)
    const { reply, callSid } = await prisma.$transaction(async (tx) => {
      const attempt = await holdAttempt(tx, request.attemptId)
      if (!attempt) return { reply: ends('notNeeded'), callSid: undefined }
      await noteLeg(tx, attempt.id, request.legSid, at)
      return { reply: await decide(tx, attempt, request, at), callSid: attempt.wake.callSid }
    })
    if (callSid !== undefined) announce(callSid)
    wake()
    return reply
  }

  async function decide(tx: Transaction, attempt: FoundAttempt, { step, key }: WakeRequest, at: Date): Promise<WakeReply> {
    const { wake: waking, person, state } = attempt
    const words = wakeWords(person.language)
    if (state === 'accepted') return step === 'offered' ? connected(attempt, key) : offered(attempt)
    if (waking.state === 'accepted') return ends('taken', attempt)
    if (waking.case.status !== 'open') return ends('closed', attempt)
    if (step === 'asked' && key === '1') {
      const lost = await acceptWake(tx, attempt, at)
      if (lost) return { kind: 'ends', text: words.taken(lost.takenBy), language: words.language }
      return { kind: 'offers', text: waking.state === 'nobody' ? words.acceptedLate : words.accepted, language: words.language }
    }
    if (step === 'asked' && key === '2') {
      await noteOver(tx, attempt, 'declined', at)
      return ends('refused', attempt)
    }
    await noteListening(tx, attempt, at)
    const text = words.asks({ company: companyName(), number: waking.case.number, title: waking.case.title, caller: waking.number })
    return { kind: 'asks', text, language: words.language }
  }

  async function report(request: WakeReport): Promise<void> {
    const { raw, attemptId, callSid: legSid, to, parentSid, status } = request
    const attempt = await prisma.wakeAttempt.findUnique({ where: { id: attemptId }, include: { wake: true } })
    if (!attempt) return saveEvent(linePool, raw)
    const { callSid } = attempt.wake
    await saveLegReport(linePool, raw, callSid, { number: to, merge: (leg) => mergeStatus(leg, request) })
    if (parentSid === undefined) {
      await prisma.$transaction(async (tx) => {
        const held = await holdAttempt(tx, attemptId)
        if (held) await noteStatus(tx, held, legSid, status, new Date(raw.receivedAt))
      })
      wake()
    }
    announce(callSid)
  }

  return { answer, report }
}

async function noteStatus(tx: Transaction, attempt: FoundAttempt, legSid: string, status: CallStatus, at: Date): Promise<void> {
  await noteLeg(tx, attempt.id, legSid, at)
  await tx.wakeAttempt.updateMany({ where: { id: attempt.id, legSid: null }, data: { legSid } })
  if (status === 'in-progress') return noteListening(tx, attempt, at)
  if (!isTerminal(status)) return void (await tx.wakeAttempt.updateMany({ where: { id: attempt.id, state: 'placing' }, data: { state: 'ringing' } }))
  if (attempt.state === 'accepted') return noteEnd(tx, attempt.id, at)
  // Hung up after he had answered: he has heard it and taken nothing, or it was his mailbox.
  await noteOver(tx, attempt, status === 'completed' || status === 'busy' ? 'declined' : status === 'failed' ? 'failed' : 'noAnswer', at)
}

function offered({ wake, person }: FoundAttempt): WakeReply {
  const words = wakeWords(person.language)
  return { kind: 'offers', text: wake.state === 'accepted' ? words.accepted : words.acceptedLate, language: words.language }
}

function connected({ wake, person }: FoundAttempt, key: string | null): WakeReply {
  const words = wakeWords(person.language)
  if (key !== '1') return { kind: 'ends', text: words.refused, language: words.language }
  return { kind: 'connects', from: wake.ourNumber, to: wake.number, after: words.afterConnecting, language: words.language }
}

function ends(why: 'refused' | 'taken' | 'closed' | 'notNeeded', attempt?: FoundAttempt): WakeReply {
  const words = wakeWords(attempt?.person.language)
  const text = why === 'taken' ? words.taken(attempt?.wake.acceptedBy?.name ?? '') : words[why]
  return { kind: 'ends', text, language: words.language }
}

type WakeQuestion = Extract<Question, { kind: 'wake' }>
type WakeRow = { state: 'calling' | 'accepted' | 'nobody'; person: string | null; number: string; owner: string | null; due: Date | null }

/** How the waking of a call stands, while its caller waits. Before the effect has been performed it is `calling`. */
export function wakeAnswers({ linePool }: Pick<Database, 'linePool'>) {
  return {
    wake: async ({ zone, languages }: WakeQuestion, { callSid, at }: QuestionedTurn): Promise<Answer> => {
      const row = await readWake(linePool, callSid)
      const by = row?.due ? byInEach(row.due.getTime(), { at: at.toMillis(), zone, languages }) : null
      return { kind: 'wake', state: row?.state ?? 'calling', person: row?.person ?? null, by, caseNumber: row?.number ?? null, owner: row?.owner ?? null }
    },
  }
}

async function readWake(pool: pg.Pool, callSid: string): Promise<WakeRow | undefined> {
  const { rows } = await pool.query<WakeRow>({
    name: 'wake_stands',
    text: `select w.state, p.name as person, c.number, o.name as owner,
             (select max(due_at) from promise where case_id = w.case_id and kind = 'callback' and made_at >= w.started_at) as due
        from wake w join "case" c on c.id = w.case_id
        left join person p on p.id = w.accepted_by_id
        left join custody u on u.case_id = c.id and u.to_at is null left join person o on o.id = u.person_id
       where w.call_sid = $1 or w.id = (select e.result->'wake'->>'shared' from effect e where e.call_sid = $1 and e.kind = 'wake' and e.result ? 'wake' limit 1)
       order by w.started_at desc limit 1`,
    values: [callSid],
  })
  return rows[0]
}
