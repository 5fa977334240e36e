import { randomUUID } from 'node:crypto'
import { Prisma, type Transaction } from '../../../db.ts'
import type { OfferPerson, Person, ShiftOffer, Site } from '../../../../prisma/generated/client.ts'
import { LIVE_CHANNEL } from '../../../http/live/messages.ts'
import { tell, untell } from '../../../notifications/store.ts'
import { hashOf, newSecret } from '../../../secrets/service.ts'
import type { Reader } from '../../store.ts'
import { rankAskedBy, textFrom } from './waves.ts'
import { offerText } from './words.ts'

/** Shifts that look for somebody, in Postgres: how they are read, told and ended. */

type Asked = OfferPerson & { person: Pick<Person, 'id' | 'name' | 'phone' | 'language'> & { site: Pick<Site, 'zone'> | null } }
export type OfferRow = ShiftOffer & { people: Asked[] }
const person = { select: { id: true, name: true, phone: true, language: true, site: { select: { zone: true } } } }
const withPeople = { people: { include: { person }, orderBy: { rank: 'asc' as const } } }

/** How somebody gets a text; handed in, since messages are a layer above. Without a phone, or where he wants none, nothing is sent. */
export type SendText = (tx: Transaction, text: { id: string; to: string; text: string }, at: Date) => Promise<void>
export type Telling = { text: SendText; linkOf: (token: string) => string }

export const LIVE_STATES = ['open', 'accepted']

export async function findOffer(db: Reader, id: string): Promise<OfferRow | undefined> {
  return (await db.shiftOffer.findUnique({ where: { id }, include: withPeople })) ?? undefined
}

/** Nobody else answers or ends it meanwhile. */
export async function holdOffer(tx: Transaction, id: string): Promise<OfferRow | undefined> {
  await tx.$executeRaw`select 1 from shift_offer where id = ${id}::uuid for update`
  return findOffer(tx, id)
}

/** The first so many by begin, or (`desc`) the last ones. */
export async function listOffers(db: Reader, where: Prisma.ShiftOfferWhereInput, take: number, order: 'asc' | 'desc' = 'asc'): Promise<OfferRow[]> {
  return db.shiftOffer.findMany({ where, include: withPeople, orderBy: [{ startsAt: order }, { id: order }], take })
}

export async function findByToken(db: Reader, token: string): Promise<(OfferPerson & { person: Person }) | undefined> {
  return (await db.offerPerson.findUnique({ where: { tokenHash: hashOf(token) }, include: { person: true } })) ?? undefined
}

/** So long after he was asked a text is an answer to it. */
const ANSWER_HOURS = 48

/** What the person with this number was asked lately and has not answered: the only one that is open, else the last one. Of two open ones nobody knows which he means. */
export async function findAskedOf(db: Reader, number: string, at: Date): Promise<(OfferPerson & { person: Person }) | undefined> {
  const asked = await db.offerPerson.findMany({
    where: {
      ...{ answer: null, toldAt: { gt: new Date(at.getTime() - ANSWER_HOURS * 3_600_000) }, person: { phone: number, isActive: true } },
      NOT: { offer: { kind: 'swap', withShiftId: null } },
    },
    include: { person: true, offer: { select: { state: true } } },
    orderBy: { toldAt: 'desc' },
  })
  const open = asked.filter(({ offer }) => offer.state === 'open')
  return open.length > 1 ? undefined : (open[0] ?? asked[0])
}

export async function announceOffer(tx: Pick<Transaction, '$executeRaw'>, id: string): Promise<void> {
  await tx.$executeRaw`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify({ type: 'offer', id })})`
}

export const listPlannerIds = async (tx: Reader): Promise<string[]> =>
  (await tx.person.findMany({ where: { isActive: true, role: { in: ['supervisor', 'manager'] } }, select: { id: true } })).map(({ id }) => id)

/** When somebody who was asked gets his text, while he waits for it. `zone`: of the shift, for who has no house of his own. */
export function textAt(offer: OfferRow, { toldAt, tokenHash, answer, person: { phone, site } }: Asked, zone: string): number | null {
  // What he gives in exchange is chosen on his page.
  if (phone === null || (offer.kind === 'swap' && offer.withShiftId === null)) return null
  if (toldAt === null || tokenHash !== null || answer !== null) return null
  return textFrom(toldAt.getTime(), offer.startsAt.getTime(), site?.zone ?? zone)
}

/** Asks those whose turn it is by now: on their page, and by a text with a link of their own, which may have to wait for the morning. */
export async function ask(tx: Transaction, offer: OfferRow, telling: Telling, at: Date): Promise<void> {
  const { kind, createdAt, startsAt, raiseAt, people } = offer
  const { zone } = await tx.site.findUniqueOrThrow({ where: { id: offer.siteId }, select: { zone: true } })
  const since = textFrom(createdAt.getTime(), startsAt.getTime(), zone)
  const times = { since, startsAt: startsAt.getTime(), raiseAt: raiseAt?.getTime() ?? null }
  const upToRank = rankAskedBy({ kind, ...times, count: people.length }, at.getTime())
  const next = people.filter(({ rank, toldAt }) => toldAt === null && rank <= upToRank)
  const told = people.map((one) => (next.includes(one) ? { ...one, toldAt: at } : one))
  const due = told.filter((one) => (textAt(offer, one, zone) ?? Infinity) <= at.getTime())
  if (next.length + due.length === 0) return
  const words = { ...spanOf(offer), level: await levelName(tx, offer.levelId) }
  const ids = next.map(({ personId }) => personId)
  await tell(tx, ids, { kind: 'offer', key: keyOf(offer.id), body: words }, at)
  await tx.offerPerson.updateMany({ where: { offerId: offer.id, personId: { in: ids } }, data: { toldAt: at } })
  const company = (await tx.company.findFirst({ select: { name: true } }))?.name ?? 'Nightline'
  for (const { personId, person: to } of due.sort((a, b) => (a.personId < b.personId ? -1 : 1))) {
    const token = newSecret().slice(0, 22)
    await tx.offerPerson.update({ where: { offerId_personId: { offerId: offer.id, personId } }, data: { tokenHash: hashOf(token) } })
    const said = offerText({ language: to.language, company, zone, ...words, link: telling.linkOf(token) })
    await telling.text(tx, { id: textId(offer, personId), to: to.phone ?? '', text: said }, at)
  }
  await announceOffer(tx, offer.id)
}

export type Outcome = 'done' | 'late' | 'withdrawn' | 'expired' | 'refused' | 'accepted' | 'raised' | 'changed'

/** How it went, for these people; once for each outcome. */
export async function tellOutcome(
  tx: Transaction,
  offer: Pick<ShiftOffer, 'id' | 'startsAt' | 'endsAt'>,
  people: ReadonlyArray<string | null>,
  outcome: Outcome,
  name: string,
  at: Date,
): Promise<void> {
  const body = { outcome, name, ...spanOf(offer) }
  const those = people.filter((id) => id !== null)
  await tell(tx, those, { kind: 'offerEnded', key: `${keyOf(offer.id)}:${outcome}`, body }, at)
}

/** It is over: whoever was asked and has not said no hears of it, and what nobody has read of it goes. */
export async function endOffer(
  tx: Transaction,
  offer: OfferRow,
  state: 'done' | 'refused' | 'withdrawn' | 'expired',
  data: Partial<ShiftOffer>,
  { at, by, name, outcome = state }: { at: Date; by: string | null; name: string; outcome?: Outcome },
): Promise<void> {
  await tx.shiftOffer.update({ where: { id: offer.id }, data: { ...(data as object), state } })
  await untell(tx, keyOf(offer.id))
  const asked = offer.people.filter(({ toldAt, answer }) => toldAt !== null && answer !== 'no').map(({ personId }) => personId)
  const takenBy = data.takenById ?? offer.takenById
  const owners = [offer.personId, offer.createdById, ...(state === 'done' ? [] : [takenBy])]
  const others = asked.filter((id) => id !== takenBy && !owners.includes(id) && id !== by)
  await tellOutcome(
    tx,
    offer,
    owners.filter((id) => id !== by && (state !== 'done' || id !== takenBy)),
    outcome,
    name,
    at,
  )
  await tellOutcome(tx, offer, others, state === 'done' ? 'late' : 'withdrawn', name, at)
  if (state === 'done' && takenBy !== by) await tellOutcome(tx, offer, [takenBy], 'done', name, at)
  await announceOffer(tx, offer.id)
}

/** The shift, or what is given for it, is not what was seen any more: to that nobody has said yes. */
export async function endChanged(tx: Transaction, offer: OfferRow, by: { at: Date; by: string | null; name: string }): Promise<void> {
  await endOffer(tx, offer, 'withdrawn', {}, { ...by, outcome: 'changed' })
}

export async function levelName(tx: Reader, id: string): Promise<string> {
  return (await tx.level.findUnique({ where: { id }, select: { name: true } }))?.name ?? ''
}

export type NewOfferRow = Omit<Prisma.ShiftOfferUncheckedCreateInput, 'id' | 'people'>

export async function addOffer(
  tx: Transaction,
  row: NewOfferRow,
  candidates: ReadonlyArray<{ personId: string; rank: number; why: Record<string, number> }>,
): Promise<OfferRow> {
  const id = randomUUID()
  await tx.shiftOffer.create({ data: { id, ...row } })
  await tx.offerPerson.createMany({ data: candidates.map(({ personId, rank, why }) => ({ offerId: id, personId, rank, why })) })
  return tx.shiftOffer.findUniqueOrThrow({ where: { id }, include: withPeople })
}

const keyOf = (id: string): string => `offer:${id}`
/** Who plans may ask as often as is needed; of a shift that colleagues give away, again and again, each gets one text. Texts cost money. */
const textId = ({ id, kind, shiftId, startsAt }: ShiftOffer, personId: string): string =>
  `staff:offer:${kind === 'give' || kind === 'swap' ? `${shiftId}:${startsAt.getTime()}` : id}:${personId}`
const spanOf = ({ startsAt, endsAt }: Pick<ShiftOffer, 'startsAt' | 'endsAt'>) => ({ from: startsAt.toISOString(), to: endsAt.toISOString() })
