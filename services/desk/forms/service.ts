import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { byInWords, promisedAt } from '../../escalation/promise.ts'
import { findRule, findRuleVersion, type Rule } from '../../rules/store.ts'
import { deskFormBody, type DeskForm, type DeskFormBody, type deskFormSave, type deskFormSubmit } from '../../schemas/desk.ts'
import { isSure } from '../pop/service.ts'
import { findOwnLeg } from '../calls/store.ts'
import { factsOf, gatheringOf } from './checklist.ts'
import { answersOf, scriptOf } from './script.ts'
import { announceDesk, beginForm, findForm, findFormCall, holdForm, type FormCall, type FormRow } from './store.ts'
import { sendForm, type MoveCase } from './sending/service.ts'

export type FormService = ReturnType<typeof formService>
type Parts = { database: Pick<Database, 'prisma' | 'pool'>; clock: Clock; move: MoveCase }
type Save = z.output<typeof deskFormSave>
type Submit = z.output<typeof deskFormSubmit>

/** The two steps of the front line, written while somebody talks, and for a while after. One form for each call; it goes with the call when that is handed over. */
export function formService({ database, clock, move }: Parts) {
  const { prisma, pool } = database

  /** Reads the form, and begins it with what is known already. Only who talks, or has talked, on the call has one. */
  async function readForm(callSid: string, personId: string): Promise<DeskForm> {
    const found = await findForm(prisma, callSid)
    const leg = await findOwnLeg(pool, callSid, personId)
    if (!leg?.acceptedAt && found?.personId !== personId) throw domainError('NOT_ON_THIS_CALL')
    const call = await getCall(prisma, callSid)
    if (!found) await beginForm(prisma, { callSid, personId, ...(await beginning(prisma, call)), at: clock.now().toJSDate() })
    const row = found ?? (await findForm(prisma, callSid))
    if (!row) throw new Error(`the form of ${callSid} is gone`)
    return view(prisma, row, call)
  }

  async function saveForm(callSid: string, personId: string, { body, caseNumber, version }: Save): Promise<DeskForm> {
    await readForm(callSid, personId)
    return prisma.$transaction(async (tx) => {
      const form = await hold(tx, callSid)
      const { isTalkedOn } = await checkWriter(form, personId)
      if (form.submittedAt) throw domainError('CALL_ACT_NOT_NOW', { act: 'save', reason: 'the form has been sent' })
      if (version !== undefined && version !== form.version) throw domainError('EDITED_MEANWHILE')
      const caseId = caseNumber === undefined ? form.caseId : caseNumber === null ? null : await getOpenCase(tx, caseNumber)
      const at = clock.now().toJSDate()
      await tx.deskForm.update({
        where: { callSid },
        data: { body, caseId, personId: isTalkedOn ? form.personId : personId, version: form.version + 1, updatedAt: at },
      })
      return view(tx, await hold(tx, callSid), await getCall(tx, callSid))
    })
  }

  /** Sends it, once: a second time gives what the first has done. */
  async function submitForm(callSid: string, personId: string, { version, then }: Submit): Promise<DeskForm> {
    await readForm(callSid, personId)
    return prisma.$transaction(async (tx) => {
      const form = await hold(tx, callSid)
      const call = await getCall(tx, callSid)
      if (form.submittedAt) return view(tx, form, call)
      await checkWriter(form, personId)
      if (version !== form.version) throw domainError('EDITED_MEANWHILE')
      const at = clock.now().toJSDate()
      const body = deskFormBody.parse(form.body)
      const rule = await ruleOf(tx, form, body)
      const zone = await zoneOf(tx, call)
      const caseId = await sendForm(tx, { form, body, call, rule, zone, personId, then, at, move })
      await tx.deskForm.update({ where: { callSid }, data: { caseId, personId, submittedAt: at, updatedAt: at, version: form.version + 1 } })
      await announceDesk(tx, personId)
      return view(tx, await hold(tx, callSid), call)
    })
  }

  /** Who has handed the call on writes no more. `isTalkedOn`: whose form it is talks with the caller, and it stays his. */
  async function checkWriter({ callSid, personId: writerId }: FormRow, personId: string): Promise<{ isTalkedOn: boolean }> {
    const [own, writers] = [await findOwnLeg(pool, callSid, personId), await findOwnLeg(pool, callSid, writerId)]
    if (writerId !== personId && own?.isOver !== false && (writers?.acceptedAt ?? 0) > (own?.acceptedAt ?? 0)) throw domainError('NOT_ON_THIS_CALL')
    return { isTalkedOn: writers?.acceptedAt != null && !writers.isOver }
  }

  async function view(tx: Transaction, form: FormRow, call: FormCall): Promise<DeskForm> {
    const body = deskFormBody.parse(form.body)
    const rule = await ruleOf(tx, form, body)
    const about = form.case && form.submittedAt === null ? { facts: form.case.facts as Record<string, string>, missing: form.case.missing } : null
    const captured = Object.fromEntries(call.captured.map(({ name, value }) => [name, value]))
    const language = call.language
    const zone = await zoneOf(tx, call)
    const now = clock.now().toMillis()
    const promised = form.case?.promises.find(({ dueAt }) => dueAt.getTime() > now)?.dueAt.getTime() ?? promisedAt(now, zone, form.case?.dueTopAt.getTime())
    const facts = factsOf({ typed: body.facts, captured, about })
    const blanks = {
      ...facts,
      words: body.words,
      by: byInWords(promised, { at: now, zone, language }),
      number: form.case?.number,
      customer: call.customer && isSure(call.identity, await isOwnNumber(tx, call)) ? call.customer.name : undefined,
    }
    return {
      callSid: form.callSid,
      person: { id: form.person.id, name: form.person.name },
      caseNumber: form.case?.number ?? null,
      body,
      checklist: gatheringOf({ rule: rule?.body, typed: body.facts, captured, about, language }),
      script: scriptOf(rule?.body, blanks, language),
      answers: answersOf(rule?.body, blanks, language),
      version: form.version,
      updatedAt: form.updatedAt.toISOString(),
      submittedAt: form.submittedAt?.toISOString() ?? null,
    }
  }

  return { readForm, saveForm, submitForm }
}

async function hold(tx: Transaction, callSid: string): Promise<FormRow> {
  const form = await holdForm(tx, callSid)
  if (!form) throw domainError('NOT_FOUND', { kind: 'form', id: callSid })
  return form
}

async function getCall(tx: Transaction, sid: string): Promise<FormCall> {
  const call = await findFormCall(tx, sid)
  if (!call) throw domainError('NOT_FOUND', { kind: 'call', id: sid })
  return call
}

/** A new form is about the case that this call has opened, or whose number was keyed in it. */
async function beginning(tx: Transaction, { cases, session }: FormCall): Promise<{ caseId: string | null; body: DeskFormBody }> {
  const keyed = (session as { about?: { number?: string } | null }).about?.number
  const number = cases[0]?.number ?? keyed
  const found = number === undefined ? null : await tx.case.findFirst({ where: { number, status: 'open' } })
  const known = found ? { reason: found.reason, title: found.title, severity: found.severity, isDistressed: found.isDistressed } : {}
  return { caseId: found?.id ?? null, body: deskFormBody.parse(known) }
}

async function getOpenCase(tx: Transaction, number: string): Promise<string> {
  const found = await tx.case.findUnique({ where: { number: number.replace(/[\s-]/g, '') } })
  if (!found) throw domainError('NOT_FOUND', { kind: 'case', id: number })
  if (found.status !== 'open') throw domainError('CASE_IS_OVER', { number: found.number, status: found.status })
  return found.id
}

/** A case keeps the rule that it began with. */
async function ruleOf(tx: Transaction, form: FormRow, { reason }: DeskFormBody): Promise<Rule<'reason'> | undefined> {
  const of = form.case
  if (of && (reason === '' || reason === of.reason || of.acknowledgedAt !== null)) return findRuleVersion(tx, 'reason', of.reason, of.reasonVersion)
  return reason === '' ? undefined : findRule(tx, 'reason', reason)
}

async function zoneOf(tx: Transaction, { customer, zone }: FormCall): Promise<string> {
  return customer?.zone ?? zone ?? (await tx.company.findFirst())?.zone ?? 'UTC'
}

/** The number that he calls from is his alone, and was verified. */
async function isOwnNumber(tx: Transaction, { customerId, fromNumber }: FormCall): Promise<boolean> {
  if (customerId === null || fromNumber === null) return false
  const points = await tx.contactPoint.findMany({ where: { kind: 'phone', value: fromNumber, validTo: null, standing: { not: 'unconfirmed' } } })
  return points.length === 1 && points.every((point) => point.customerId === customerId && point.standing === 'direct' && point.verifiedAt !== null)
}
