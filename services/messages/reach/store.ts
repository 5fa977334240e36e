import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import { canBeCalled, canBeTexted, numberVariants } from '../../telephony/caller-id.ts'
import { firstAllowed, WAKING, zonesOf, type AllowedHours } from '../hours.ts'
import type { Subject } from '../render.ts'
import { ourNumber } from '../store.ts'
import type { Channel, Point } from '../ways.ts'

const told = {
  customer: { include: { contactPoints: { where: { validTo: null }, orderBy: { validFrom: 'asc' } } } },
  call: { select: { fromNumber: true, fromKind: true, toNumber: true } },
  custodies: { where: { toAt: null }, include: { person: { select: { id: true, name: true, phone: true } } } },
  promises: { where: { keptAt: null, replacedAt: null }, orderBy: { madeAt: 'desc' } },
} satisfies Prisma.CaseInclude
type ToldCase = Prisma.CaseGetPayload<{ include: typeof told }>

/** All that is needed to tell the customer of a case something: what, by which ways, and when. */
export type Reach = {
  case: ToldCase
  /** As customers know us. */
  company: string
  owner: { id: string; name: string; phone: string | null } | null
  points: Point[]
  preferred: Channel | null
  hours: AllowedHours
  language: string
  /** A number of ours that he knows. */
  from: string
}

export async function readReach(tx: Transaction, caseId: string): Promise<Reach> {
  const row = await tx.case.findUniqueOrThrow({ where: { id: caseId }, include: told })
  const company = await tx.company.findFirst({ select: { name: true, zone: true, language: true } })
  const { customer } = row
  const known = customer?.contactPoints.map(({ kind, value, standing, verifiedAt }) => ({
    kind,
    value,
    isPersonal: standing === 'direct' || (standing !== 'shared' && verifiedAt !== null),
  }))
  const points = known?.length ? known : contactOf(row)
  const from = await ourNumber(tx, row.call?.toNumber ?? null)
  const site = await tx.phoneNumber.findUnique({ where: { number: from }, select: { site: { select: { zone: true } } } })
  const number = points.find(({ kind }) => kind === 'phone')?.value ?? null
  return {
    case: row,
    company: company?.name ?? '',
    owner: row.custodies[0]?.person ?? null,
    points: await withEvidence(tx, points),
    preferred:
      (customer?.preferredChannel as Channel | null | undefined) ?? (customer === null && points.some(({ kind }) => kind === 'email') ? 'email' : null),
    hours: {
      from: customer?.allowedFrom ?? WAKING.from,
      to: customer?.allowedTo ?? WAKING.to,
      zones: zonesOf({ zone: customer?.zone ?? null, number, ours: site?.site.zone ?? company?.zone ?? 'UTC' }),
    },
    language: customer?.language ?? languageOf(row) ?? company?.language ?? 'en',
    from,
  }
}

type Contact = Pick<Point, 'value' | 'isPersonal'> & { kind: string }

/** Nobody knows whose case it is: there is only the number from which it came, or what he wrote on the web himself. */
function contactOf({ call, facts }: ToldCase): Contact[] {
  const { from, email } = facts as Prisma.JsonObject
  const value = call ? (call.fromKind === 'number' ? call.fromNumber : null) : typeof from === 'string' ? from : null
  return [
    ...(value === null ? [] : [{ kind: 'phone', value, isPersonal: false }]),
    ...(typeof email === 'string' ? [{ kind: 'email', value: email, isPersonal: false }] : []),
  ]
}

/**
 * Who asked on the web for an answer gets what one of us writes, where he wants it: nothing is in such a case but what he said himself. What the program
 * says goes there without his words: anybody can name somebody else's address.
 */
export function isWhereHeAsked({ case: { channel, customerId, facts } }: Reach, to: string): boolean {
  const { from, email } = facts as Prisma.JsonObject
  return channel === 'web' && customerId === null && (to === from || to === email)
}

/** That in which he asked. */
function languageOf({ facts }: ToldCase): string | undefined {
  const { language } = facts as Prisma.JsonObject
  return typeof language === 'string' && /^[a-z]{2}$/.test(language) ? language : undefined
}

/** Sent back as a landline, or as a number that is out of service. https://www.twilio.com/docs/api/errors/30006 */
const LANDLINE = [30006, 21614]

async function withEvidence(tx: Transaction, contacts: readonly Contact[]): Promise<Point[]> {
  const points: Point[] = []
  for (const contact of contacts) points.push(await toPoint(tx, contact)) // one connection answers one question at a time
  return points
}

/** What texts to a number have shown counts more than a numbering plan: numbers are ported, and plans change. */
export async function toPoint(tx: Transaction, { kind, value, isPersonal }: Contact): Promise<Point> {
  if (kind === 'email') return { kind: 'email', value, isPersonal, texts: 'never', canBeCalled: false }
  const numbers = [...numberVariants(value)]
  const [shown] = await tx.$queryRaw<[{ is_refused: boolean; last: string | null; has_written: boolean }]>`
    select exists (select from text_refusal where number = any(${numbers}::text[])) as is_refused,
      (select state from text_message where "to" = any(${numbers}::text[]) and (state = 'delivered' or error_code = any(${LANDLINE}::int[]))
        order by updated_at desc limit 1) as last,
      exists (select from "case" where channel = 'text' and facts->>'from' = ${value}) as has_written`
  const isSentBack = shown.last !== null && shown.last !== 'delivered'
  const isMobile = shown.last === 'delivered' || shown.has_written || canBeTexted(value)
  const texts = shown.is_refused || isSentBack ? 'never' : isMobile ? 'likely' : 'unlikely'
  return { kind: 'phone', value, isPersonal, texts, canBeCalled: canBeCalled(value) }
}

/** When he may be told by a way: who reads an e-mail chooses his time himself. */
export function allowedAt({ hours }: Pick<Reach, 'hours'>, channel: Channel | undefined, at: Date): Date {
  return channel === 'email' ? at : new Date(firstAllowed(at.getTime(), hours))
}

export function subjectOf({ case: row, owner, company }: Reach, at: Date): Subject {
  return {
    company,
    number: row.number,
    title: row.title,
    customer: row.customer?.name ?? null,
    owner: owner?.name ?? null,
    solution: row.solution,
    promisedAt: row.promises.find(({ kind, dueAt }) => kind === 'answer' && dueAt > at)?.dueAt ?? null,
  }
}
