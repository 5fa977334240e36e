import type { z } from 'zod'
import type { Clock } from '../../../clock.ts'
import type { Database, Transaction } from '../../../db.ts'
import { domainError, isDomainError } from '../../../errors.ts'
import { findingView } from '../../../roster-rules/from-wire.ts'
import type { Finding } from '../../../roster-rules/model.ts'
import type { Role } from '../../../schemas/people.ts'
import type { newOffer, offerAnswer, offerList, OfferView } from '../../../schemas/requests.ts'
import { checkFourEyes } from '../../four-eyes/store.ts'
import { isPlanner, PLANNERS } from '../../planners.ts'
import { changeRoster } from '../../roster/store.ts'
import { makeOffer } from './making/service.ts'
import { getView, listViews } from './reading/service.ts'
import { announceOffer, endChanged, endOffer, findAskedOf, findByToken, holdOffer, listPlannerIds, tellOutcome, type OfferRow, type Telling } from './store.ts'
import { yesOrNo } from './words.ts'
import { planTaking, take } from './taking/store.ts'
import type { Who } from '../who.ts'

export type Via = 'page' | 'text'
export type OfferService = ReturnType<typeof offerService>
export type OfferParts = { database: Pick<Database, 'prisma'>; clock: Clock; telling: Telling }

/**
 * Shifts that look for somebody. Those who may lawfully take one are asked in a fair order; the first lawful yes has it, in the transaction that changes
 * the roster. What becomes of it stands with the offer: who was asked and why in that order, who consented, when, and how long before its begin.
 */
export function offerService({ database, clock, telling }: OfferParts) {
  const { prisma } = database
  const now = (): Date => clock.now().toJSDate()
  const view = (id: string, who: Who): Promise<OfferView> => getView(prisma, id, who, now())

  /** Yes or no of somebody who was asked. What his yes would break is in his view; then he has not got it. */
  async function answer(id: string, who: Who, { isYes, withShiftId }: z.infer<typeof offerAnswer>, via: Via): Promise<OfferView> {
    const done = await changeRoster<Finding[] | 'changed'>(prisma, async (tx) => {
      const at = now()
      const offer = await getHeld(tx, id)
      const mine = offer.people.find(({ personId, toldAt }) => personId === who.id && toldAt !== null)
      if (!mine) throw domainError('NOT_FOUND', { kind: 'offer', id })
      const note = (word: 'yes' | 'no' | 'late' | 'unlawful') => noteAnswer(tx, offer, who.id, word, via, at)
      if (offer.state !== 'open') {
        if (isYes && offer.takenById !== who.id) await note('late')
        return []
      }
      if (!isYes) {
        await note('no')
        await raiseIfNobodyIsLeft(tx, offer, who.id, at)
        return []
      }
      if (hasEnded(offer, at)) throw domainError('OFFER_IS_OVER', { state: 'expired' })
      const given = offer.kind === 'swap' ? (offer.withShiftId ?? withShiftId) : null
      if (offer.kind === 'swap' && given === null) throw domainError('SHIFT_NEEDS', { field: 'withShiftId' })
      const taking = await planTaking(tx, offer, who.id, given, at)
      if (taking.kind === 'stale') {
        await endChanged(tx, offer, { at, by: who.id, name: who.name })
        return 'changed'
      }
      if (taking.kind === 'unlawful') {
        await note('unlawful')
        return taking.findings
      }
      await note('yes')
      const taken = { takenById: who.id, takenAt: at, givenShiftId: given, givenSeen: taking.givenSeen }
      if (offer.needsApproval && taking.findings.length > 0) {
        await tx.shiftOffer.update({ where: { id }, data: { ...taken, state: 'accepted' } })
        await tellOutcome(tx, offer, [...(await listPlannerIds(tx)), offer.personId], 'accepted', who.name, at)
        await announceOffer(tx, id)
        return []
      }
      const resultId = await take(tx, taking, reasonOf(offer), { id: who.id, name: who.name, at })
      await endOffer(tx, offer, 'done', { ...taken, resultId }, { at, by: who.id, name: who.name })
      return []
    })
    // Who answers by text reads on its page that it is over.
    if (done === 'changed' && via === 'page') throw domainError('OFFER_CHANGED')
    const findings = done === 'changed' ? [] : done
    const seen = await view(id, who)
    return findings.length === 0 || !seen.mine ? seen : { ...seen, mine: { ...seen.mine, canTake: false, findings: findings.map(findingView) } }
  }

  return {
    listOffers: (who: Who): Promise<z.infer<typeof offerList>> => listViews(prisma, who, now()),
    getOffer: (id: string, who: Who): Promise<OfferView> => view(id, who),

    createOffer: async (given: z.infer<typeof newOffer>, who: Who): Promise<OfferView> => {
      const isForPlanners = given.kind === 'replacement' || given.kind === 'open'
      if (isForPlanners && !isPlanner(who.role)) throw domainError('ROLE_NOT_ALLOWED', { role: who.role, allowed: PLANNERS.join(', ') })
      return view(await makeOffer({ database, telling }, given, who, now()), who)
    },

    answer,
    /** By the link in his text: whoever has it answers for him. */
    answerByLink: async (token: string, isYes: boolean): Promise<OfferView> => {
      const { offerId, person } = await getAsked(prisma, token)
      return answer(offerId, personOf(person), { isYes, withShiftId: null }, 'text')
    },
    /** "Yes" or "no" as a text from his own number, to the one shift that he was asked about. False: it is no such answer. */
    answerByText: async (number: string, text: string): Promise<boolean> => {
      const isYes = yesOrNo(text)
      const asked = isYes === undefined ? undefined : await findAskedOf(prisma, number, now())
      if (isYes === undefined || !asked) return false
      await answer(asked.offerId, personOf(asked.person), { isYes, withShiftId: null }, 'text').catch((error: unknown) => {
        if (!isDomainError(error)) throw error // he has said so, and it was too late
      })
      return true
    },
    getByLink: async (token: string): Promise<{ offer: OfferView; personId: string; language: string }> => {
      const { offerId, person } = await getAsked(prisma, token)
      return { offer: await view(offerId, personOf(person)), personId: person.id, language: person.language }
    },

    /** Who plans says yes or no to what two have agreed on. It is looked at again: what is not lawful any more is refused, with what it would break. */
    decide: async (id: string, who: Who, isGranted: boolean, answerText: string): Promise<OfferView> => {
      const findings = await changeRoster<Finding[] | 'changed'>(prisma, async (tx) => {
        const at = now()
        const offer = await getHeld(tx, id)
        if (offer.state !== 'accepted' || offer.takenById === null) throw domainError('OFFER_IS_OVER', { state: offer.state })
        const people = [offer.personId, offer.takenById]
        await checkFourEyes(tx, { byId: who.id, people, what: 'offer', id, reason: answerText, at })
        const decided = { decidedById: who.id, decidedAt: at, answer: answerText }
        const by = { at, by: who.id, name: who.name }
        const taking = isGranted && !hasEnded(offer, at) ? await planTaking(tx, offer, offer.takenById, offer.givenShiftId, at) : undefined
        if (taking?.kind === 'stale') {
          await endChanged(tx, offer, by)
          return 'changed'
        }
        if (taking?.kind !== 'lawful') {
          await endOffer(tx, offer, 'refused', decided, by)
          return taking?.findings ?? []
        }
        const resultId = await take(tx, taking, reasonOf(offer), { id: who.id, name: who.name, at })
        const taker = offer.people.find(({ personId }) => personId === offer.takenById)?.person.name ?? ''
        await endOffer(tx, offer, 'done', { ...decided, resultId }, { ...by, name: taker })
        return []
      })
      if (findings === 'changed') throw domainError('OFFER_CHANGED')
      const seen = await view(id, who)
      if (findings.length === 0) return seen
      return { ...seen, mine: { canTake: false, findings: findings.map(findingView), premium: null, currency: null, gives: [] } }
    },

    withdraw: async (id: string, who: Who): Promise<OfferView> => {
      await changeRoster(prisma, async (tx) => {
        const offer = await getHeld(tx, id)
        const isHis = offer.personId === who.id && offer.kind !== 'replacement'
        if (!isPlanner(who.role) && !isHis) throw domainError('NOT_FOUND', { kind: 'offer', id })
        if (!LIVE.includes(offer.state)) throw domainError('OFFER_IS_OVER', { state: offer.state })
        await endOffer(tx, offer, 'withdrawn', {}, { at: now(), by: who.id, name: who.name })
      })
      return view(id, who)
    },
  }
}

const LIVE = ['open', 'accepted']

async function getHeld(tx: Transaction, id: string): Promise<OfferRow> {
  const offer = await holdOffer(tx, id)
  if (!offer) throw domainError('NOT_FOUND', { kind: 'offer', id })
  return offer
}

async function getAsked(db: Transaction, token: string) {
  const asked = await findByToken(db, token)
  if (!asked?.person.isActive) throw domainError('LINK_NOT_FOUND')
  return asked
}

const personOf = ({ id, name, role }: { id: string; name: string; role: string }): Who => ({ id, name, role: role as Role })

/** What is left of an ill person's shift can be taken while it runs; what is given away, exchanged or new cannot. */
export function hasEnded({ kind, startsAt, endsAt }: Pick<OfferRow, 'kind' | 'startsAt' | 'endsAt'>, at: Date): boolean {
  return (kind === 'replacement' ? endsAt : startsAt) <= at
}

/** An override has to have one; why a colleague is away is for who plans only, as with every override. */
function reasonOf({ reason, kind }: Pick<OfferRow, 'reason' | 'kind'>): string {
  return reason === '' ? kind : reason
}

/** His word, when, by which way, and how long before its begin he was told: the consent that is written down. */
async function noteAnswer(tx: Transaction, offer: OfferRow, personId: string, answer: string, via: Via, at: Date): Promise<void> {
  const noticeMinutes = Math.floor((offer.startsAt.getTime() - at.getTime()) / 60_000)
  await tx.offerPerson.update({ where: { offerId_personId: { offerId: offer.id, personId } }, data: { answer, answeredAt: at, via, noticeMinutes } })
  await announceOffer(tx, offer.id)
}

/** All have said no: supervisors need not wait for the minutes to pass. */
async function raiseIfNobodyIsLeft(tx: Transaction, offer: OfferRow, noBy: string, at: Date): Promise<void> {
  const isLeft = offer.people.some(({ personId, answer }) => personId !== noBy && answer !== 'no' && answer !== 'unlawful')
  if (!isLeft && offer.raisedAt === null) await tx.shiftOffer.update({ where: { id: offer.id }, data: { raiseAt: at } })
}
