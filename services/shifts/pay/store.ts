import { setImmediate as breathe } from 'node:timers/promises'
import type { PayMonth, Prisma, WorkedTime } from '../../../prisma/generated/client.ts'
import { NO_CURRENCY, type PayInput, type PayPack, type PayResult } from '../../pay-rules/model.ts'
import { PAY_PACKS } from '../../pay-rules/packs.ts'
import { payOf, unagreedOf } from '../../pay-rules/pay.ts'
import { plusDays } from '../../local-time/wall-clock.ts'
import { payPack, type PayProblem } from '../../schemas/pay.ts'
import { listHolidays, toDate, type Reader } from '../store.ts'
import { acceptedTime, readWorked, type FactsOf } from './facts/store.ts'
import { awayDates, datesOf, spanOfMonth, weekBefore } from './month.ts'
import { agreedOf, termsOf } from './terms.ts'
import { anchorOf, workOf } from './worked.ts'

/** A month of one person as it stands now: what goes in, what comes out. */
export type Reckoned = {
  person: { id: string; name: string }
  zone: string
  input: PayInput
  result: PayResult
  planned: number
  problem: PayProblem | null
  /** The day from which a contract or its rate is missing. */
  problemFrom: string | null
  /** Worked times of this month, whatever was decided. */
  times: WorkedTime[]
  proposed: number
}

/** A week before and a few days after: what a piece belongs to may lie outside of the month. */
const DAYS_BEFORE = 9
const DAYS_AFTER = 3

type PersonRow = Prisma.PersonGetPayload<{ include: { site: true; contracts: true } }>

/** `people`: only these, else everybody who has worked or has a contract, and `also` these; by name. */
type Asked = { people?: readonly string[]; also?: ReadonlySet<string> }

export async function reckonMonth(tx: Reader, month: string, { people, also }: Asked = {}): Promise<Reckoned[]> {
  const dates = datesOf(month)
  const around = { from: plusDays(dates.from, -DAYS_BEFORE), to: plusDays(dates.to, DAYS_AFTER) }
  const [company, rows, packs, holidays, worked] = await Promise.all([
    tx.company.findFirst(),
    tx.person.findMany({
      ...(people && { where: { id: { in: [...people] } } }),
      include: { site: true, contracts: true },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    }),
    listPacks(tx),
    listHolidays(tx, around),
    readWorked(tx, { from: toDate(around.from), to: toDate(around.to) }, people),
  ])
  const house = { zone: company?.zone ?? 'UTC', packs, holidays }
  const reckoned: Reckoned[] = []
  for (const row of rows) {
    const one = reckonPerson(row, worked.of(row.id), month, house)
    if (people !== undefined || also?.has(one.person.id) === true || isConcerned(one, rows)) reckoned.push(one)
    await breathe()
  }
  return reckoned
}

/** Who has left and did not work then is left out. */
function isConcerned({ person, input, times }: Reckoned, rows: readonly PersonRow[]): boolean {
  if (input.pieces.length > 0 || times.length > 0) return true
  return input.terms.rates.length > 0 && rows.some(({ id, isActive }) => id === person.id && isActive)
}

type House = { zone: string; packs: readonly PayPack[]; holidays: PayInput['terms']['holidays'] }

function reckonPerson({ id, name, site, contracts }: PersonRow, facts: FactsOf, month: string, house: House): Reckoned {
  const zone = site?.zone ?? house.zone
  const { terms, problem } = termsOf({
    contracts: contracts.map(agreedOf),
    packs: house.packs,
    holidays: house.holidays,
    dates: datesOf(month),
    currency: NO_CURRENCY,
  })
  const span = spanOfMonth(month, zone)
  const mine = facts.times.filter((row) => isIn(span, anchorOf(facts.duties, { shiftId: row.shiftId, from: row.startsAt.getTime() })))
  const given = {
    duties: facts.duties,
    leaves: facts.leaves,
    talks: facts.talks,
    home: site?.id ?? null,
    times: facts.times.filter(({ state }) => state === 'accepted').map(acceptedTime),
  }
  const { pieces, planned } = workOf({ month: span, ...given })
  const before = workOf({ month: weekBefore(month, zone), ...given }).pieces
  const sites = new Set([...pieces, ...before].map(({ siteId }) => siteId))
  const input: PayInput = {
    personId: id,
    month,
    pieces,
    terms: { ...terms, holidays: terms.holidays.filter(({ siteId }) => sites.has(siteId)) },
    before,
    away: awayDates(facts.leaves, month, zone),
  }
  const result = payOf(input)
  const unagreed = unagreedOf(input)
  return {
    person: { id, name },
    ...{ zone, input, result, planned, times: mine },
    problem: pieces.length === 0 ? null : (unagreed?.what ?? problem),
    problemFrom: unagreed?.from ?? null,
    proposed: mine.filter(({ state }) => state === 'proposed').length,
  }
}

const isIn = ({ from, to }: { from: number; to: number }, at: number): boolean => from <= at && at < to

/** Those of the program and the house's own; of two from one day the house's comes later, and holds. */
export async function listPacks(tx: Reader): Promise<PayPack[]> {
  const rows = await tx.payPack.findMany({ orderBy: [{ pack: 'asc' }, { validFrom: 'asc' }] })
  return [...PAY_PACKS, ...rows.map(({ body }) => payPack.parse(body))]
}

/** As it was settled; the inputs explain it for ever, whatever changes later. */
export type Settled = Pick<Reckoned, 'input' | 'result' | 'planned'> & { closedAt: Date }

export function settledOf({ inputs, result, closedAt }: PayMonth): Settled {
  const { planned, ...rest } = result as unknown as PayResult & { planned: number }
  return { input: inputs as unknown as PayInput, result: rest, planned, closedAt }
}

export function toSettle({ input, result, planned }: Reckoned): Pick<Prisma.PayMonthUncheckedCreateInput, 'inputs' | 'result'> {
  return { inputs: input as unknown as Prisma.InputJsonObject, result: { ...result, planned } as unknown as Prisma.InputJsonObject }
}

/** Of everybody, by person. */
export async function settledMonth(tx: Reader, month: string): Promise<Map<string, Settled>> {
  const rows = await tx.payMonth.findMany({ where: { month } })
  return new Map(rows.map((row) => [row.personId, settledOf(row)]))
}
