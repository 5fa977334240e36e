import { audit } from '../audit/store.ts'
import type { OnTop } from '../cases/moves/service.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import { tell } from '../notifications/store.ts'
import { cancelCalls } from '../outbound/store.ts'
import { announceAccess, endSessions, getPerson, lockAdmins } from '../people/store.ts'
import type { PersonRow } from '../people/views.ts'
import type { Departure, Heirloom, HeirloomCounts, Successors } from '../schemas/departures.ts'
import { endRequestsOf } from '../shifts/requests/ends/store.ts'
import { changeRoster } from '../shifts/roster/store.ts'
import { countCallbacksOf, holdCallbacks, holdCasesOf, listCasesOf, moveCallbacks, moveCases } from './cases/store.ts'
import { countOffices, moveOffices } from './offices/store.ts'
import { countShifts, moveShifts } from './shifts/store.ts'

/** A person, or a program by an API key. */
export type By = { kind: 'person' | 'apiKey'; id: string; name: string }
type Given = { successors: Successors; note: string }
type Heirs = Readonly<Partial<Record<Heirloom, PersonRow>>>

const HEIRLOOMS: readonly Heirloom[] = ['cases', 'callbacks', 'shifts', 'accounts', 'offices']

export type DepartureService = ReturnType<typeof departureService>

/** Somebody leaves the house: in one transaction all that is his goes to named successors, and he is out. */
export function departureService({ database: { prisma }, clock, onTop }: { database: Pick<Database, 'prisma'>; clock: Clock; onTop: OnTop }) {
  return {
    getBelongings: (id: string) =>
      prisma.$transaction(async (tx) => {
        const { name } = await getPerson(tx, id)
        return { person: { id, name }, counts: await countAll(tx, id, clock.now().toJSDate()) }
      }),
    letGo: (id: string, { successors, note }: Given, by: By): Promise<Departure> =>
      changeRoster(prisma, async (tx) => {
        const now = clock.now()
        const at = now.toJSDate()
        // Callbacks before cases, and cases before people, as everybody does who moves them.
        await holdCallbacks(tx, id)
        await holdCasesOf(tx, id)
        const admins = await lockAdmins(tx)
        // He takes no case meanwhile. What comes to him by others is seen below, when his row is locked against them too.
        await tx.$executeRaw`select 1 from person where id = ${id}::uuid for no key update`
        const leaver = await getPerson(tx, id)
        if (!leaver.isActive) throw domainError('PERSON_INACTIVE', { name: leaver.name })
        if (admins.length === 1 && admins[0] === id) throw domainError('LAST_ADMIN', { name: leaver.name })
        const heirs = await findHeirs(tx, leaver, successors)
        checkNobodyIsMissing(leaver, heirs, await countAll(tx, id, at))
        const byId = by.kind === 'person' ? by.id : null

        await endRequestsOf(tx, id, leaver.name, at)
        const shifts = heirs.shifts ? await moveShifts(tx, { from: id, to: heirs.shifts.id, at, note, by: by.name }) : { moved: 0, open: [] }
        const accounts = heirs.accounts
          ? await tx.customer.updateMany({ where: { accountManagerId: id }, data: { accountManagerId: heirs.accounts.id } })
          : { count: 0 }
        const offices = heirs.offices ? await moveOffices(tx, leaver, heirs.offices) : 0
        const handedOver = { from: leaver, heirs, at, note, byId }
        const own = await countCallbacksOf(tx, id)
        const moved = await moveCases(tx, handedOver, onTop)
        await moveCallbacks(tx, handedOver)
        await moveDesk(tx, id, heirs.cases?.id ?? null, at)
        // Last of all, since it waits for everybody who gives him something just now: after it nobody can.
        await tx.$executeRaw`select 1 from person where id = ${id}::uuid for update`
        const late = await moveCases(tx, handedOver, onTop)
        checkNobodyIsMissing(leaver, heirs, await countAll(tx, id, at))
        await tx.person.update({ where: { id }, data: { isActive: false, deputyId: null } })
        await endAccess(tx, id, at)
        await endSessions(tx, { personId: id }, now)
        await announceAccess(tx, id)
        for (const heir of new Set(Object.values(heirs).map((one) => one.id)))
          await tell(tx, [heir], { kind: 'handover', key: `departure:${id}:${at.toISOString()}`, body: { from: leaver.name, note } }, at)
        const counts = {
          cases: moved.cases + late.cases,
          callbacks: moved.callbacks + late.callbacks + own,
          shifts: shifts.moved,
          accounts: accounts.count,
          offices,
        }
        const heirIds = Object.fromEntries(Object.entries(heirs).map(([kind, one]) => [kind, one.id]))
        await audit(tx, { at, actor: byId ?? `key:${by.id}`, kind: 'person.left', subject: id, body: { ...counts, heirs: heirIds } })
        return { person: { id, name: leaver.name }, counts, openShifts: shifts.open }
      }),
  }
}

async function countAll(tx: Transaction, id: string, at: Date): Promise<HeirloomCounts> {
  const cases = await listCasesOf(tx, id)
  const callbacks = cases.filter(({ hasCallback }) => hasCallback).length
  return {
    ...{ cases: cases.length - callbacks, callbacks: callbacks + (await countCallbacksOf(tx, id)) },
    shifts: await countShifts(tx, id, at),
    accounts: await tx.customer.count({ where: { accountManagerId: id } }),
    offices: await countOffices(tx, id),
  }
}

/** Each is with us, does the house's work, and is not the one who leaves. */
async function findHeirs(tx: Transaction, { id: leaverId, name }: PersonRow, { to, ...named }: Successors): Promise<Heirs> {
  const heirs: Partial<Record<Heirloom, PersonRow>> = {}
  for (const kind of HEIRLOOMS) {
    const heirId = named[kind] ?? to
    if (heirId === undefined) continue
    if (heirId === leaverId) throw domainError('SAME_PERSON', { name })
    const heir = await tx.person.findUnique({ where: { id: heirId }, include: { level: true } })
    if (!heir?.isActive || heir.role === 'guest' || heir.role === 'payroll') throw domainError('PERSON_UNKNOWN', { person: heir?.name ?? heirId })
    heirs[kind] = heir
  }
  return heirs
}

function checkNobodyIsMissing({ name }: PersonRow, heirs: Heirs, counts: HeirloomCounts): void {
  const left = HEIRLOOMS.filter((kind) => counts[kind] > 0 && !heirs[kind])
  if (left.length === 0) return
  const count = left.reduce((all, kind) => all + counts[kind], 0)
  throw domainError('SUCCESSOR_MISSING', { name, count, kind: left.map((kind) => `${kind} (${counts[kind]})`).join(', ') })
}

/** What he was writing down for a caller is finished by his successor; calls that ask him to confirm something end. */
async function moveDesk(tx: Transaction, id: string, heirId: string | null, at: Date): Promise<void> {
  if (heirId === null) return
  await tx.deskForm.updateMany({ where: { personId: id, submittedAt: null }, data: { personId: heirId } })
  const handed = { state: 'handed', handedToId: heirId, endedAt: at }
  const tellings = await tx.telling.updateManyAndReturn({ where: { personId: id, state: 'open' }, data: handed, select: { id: true } })
  for (const { id: tellingId } of tellings) await cancelCalls(tx, { tellingId }, at)
}

/** Secret links that would outlive him. */
async function endAccess(tx: Transaction, personId: string, at: Date): Promise<void> {
  await tx.oneTimeLink.deleteMany({ where: { personId, usedAt: null } })
  await tx.feed.updateMany({ where: { personId, revokedAt: null }, data: { revokedAt: at } })
}
