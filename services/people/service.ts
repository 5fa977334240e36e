import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import { toE164 } from '../numbers/e164.ts'
import type { newPerson, personChange, PersonView } from '../schemas/people.ts'
import { plainEmail } from './secrets.ts'
import { announceAccess, endSessions, getPerson, lockAdmins } from './store.ts'
import { levelView, personView, type PersonRow } from './views.ts'

type NewPerson = z.infer<typeof newPerson>
type PersonChange = z.infer<typeof personChange>

export type PeopleService = {
  getPerson: (id: string) => Promise<PersonView>
  listPeople: () => Promise<PersonView[]>
  createPerson: (given: NewPerson) => Promise<PersonView>
  /**
   * Deactivating ends sessions and links at once. Refuses LAST_ADMIN; and whoever would not do the house's work any more, PERSON_HEADS_LEVEL and,
   * while something is his that a departure hands over, SUCCESSOR_MISSING.
   */
  changePerson: (id: string, change: PersonChange) => Promise<PersonView>
  endSessionsOf: (id: string) => Promise<void>
  listLevels: () => Promise<ReturnType<typeof levelView>[]>
  getCompany: () => Promise<{ name: string; zone: string; language: string; isDemo: boolean }>
}

/** Who works with us, and on which level. */
export function peopleService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }): PeopleService {
  return {
    getPerson: async (id) => personView(await getPerson(prisma, id)),
    listPeople: async () => (await prisma.person.findMany({ include: { level: true }, orderBy: [{ isActive: 'desc' }, { name: 'asc' }] })).map(personView),
    createPerson: async ({ name, email, phone, role, language, levelId }) =>
      prisma.$transaction(async (tx) => {
        await checkEmailIsFree(tx, email)
        if (levelId) await checkLevel(tx, levelId)
        const row = await tx.person.create({
          data: {
            id: randomUUID(),
            name,
            email: plainEmail(email),
            phone: phone ? toE164(phone) : null,
            role,
            language,
            levelId: levelId ?? null,
            createdAt: clock.now().toJSDate(),
          },
          include: { level: true },
        })
        return personView(row)
      }),
    changePerson: (id, change) =>
      prisma.$transaction(async (tx) => {
        const admins = await lockAdmins(tx)
        const before = await getPerson(tx, id)
        checkLastAdmin(before, change, admins)
        if (stopsWork(before, change)) await checkNothingIsHis(tx, before)
        if (change.isActive === false) await tx.oneTimeLink.deleteMany({ where: { personId: id, usedAt: null } })
        if (change.email !== undefined && plainEmail(change.email) !== before.email) await checkEmailIsFree(tx, change.email)
        if (change.levelId) await checkLevel(tx, change.levelId)
        const row = await tx.person.update({ where: { id }, data: columnsOf(change), include: { level: true } })
        // Also when he comes back: a sign-in that overlapped the deactivation must not come alive again.
        if (change.isActive !== undefined && change.isActive !== before.isActive) await endSessions(tx, { personId: id }, clock.now())
        await announceAccess(tx, id)
        return personView(row)
      }),
    endSessionsOf: (id) =>
      prisma.$transaction(async (tx) => {
        await getPerson(tx, id)
        await endSessions(tx, { personId: id }, clock.now())
        await announceAccess(tx, id)
      }),
    listLevels: async () => (await prisma.level.findMany({ include: { head: true }, orderBy: { rank: 'asc' } })).map(levelView),
    getCompany: async () => {
      const { name, zone, language, isDemo } = await prisma.company.findFirstOrThrow()
      return { name, zone, language, isDemo }
    },
  }
}

function columnsOf({ name, email, phone, role, language, levelId, isActive }: PersonChange) {
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email: plainEmail(email) }),
    ...(phone !== undefined && { phone: phone === null ? null : toE164(phone) }),
    ...(role !== undefined && { role }),
    ...(language !== undefined && { language }),
    ...(levelId !== undefined && { levelId }),
    ...(isActive !== undefined && { isActive }),
  }
}

/** Somebody must always be able to invite people and change roles. */
function checkLastAdmin(before: PersonRow, change: PersonChange, admins: readonly string[]): void {
  const leaves = change.isActive === false || (change.role !== undefined && change.role !== 'admin')
  if (leaves && admins.length === 1 && admins[0] === before.id) throw domainError('LAST_ADMIN', { name: before.name })
}

/** Who is not active, of a role that serves no customers, or of no level any more owns nothing and answers for nobody. */
function stopsWork(before: PersonRow, { isActive, role, levelId }: PersonChange): boolean {
  const losesRole = role !== undefined && role !== before.role && (role === 'payroll' || role === 'guest')
  return isActive === false || losesRole || (levelId === null && before.levelId !== null)
}

async function checkNothingIsHis(tx: Transaction, { id, name }: PersonRow): Promise<void> {
  const levels = await tx.level.findMany({ where: { headId: id }, orderBy: { rank: 'asc' } })
  if (levels.length > 0) throw domainError('PERSON_HEADS_LEVEL', { name, levels: levels.map((level) => level.name).join(', ') })
  // Whoever gives him a case just now is waited for; who leaves with cases needs a successor (services/departures).
  await tx.$executeRaw`select 1 from person where id = ${id}::uuid for update`
  const cases = await tx.custody.count({ where: { personId: id, toAt: null } })
  // Nobody else calls these.
  const callbacks = await tx.callback.count({ where: { personId: id, endedAt: null } })
  const headed = await tx.department.findMany({ where: { headId: id }, select: { name: true }, orderBy: { name: 'asc' } })
  const standsIn = await tx.person.findMany({ where: { deputyId: id, isActive: true }, select: { name: true }, orderBy: { name: 'asc' } })
  const named = (what: string, rows: readonly { name: string }[]) => rows.map((row) => `${what} ${row.name}`)
  const has = [
    ...(cases > 0 ? [`cases (${cases})`] : []),
    ...(callbacks > 0 ? [`callbacks (${callbacks})`] : []),
    ...named('head of', headed),
    ...named('deputy of', standsIn),
  ]
  if (has.length > 0) throw domainError('SUCCESSOR_MISSING', { name, count: cases + callbacks + headed.length + standsIn.length, kind: has.join(', ') })
}

async function checkEmailIsFree(tx: Transaction, email: string): Promise<void> {
  const value = plainEmail(email)
  if (await tx.person.findUnique({ where: { email: value } })) throw domainError('ALREADY_EXISTS', { kind: 'Person with e-mail address', value })
}

async function checkLevel(tx: Transaction, id: string): Promise<void> {
  const levels = await tx.level.findMany({ orderBy: { rank: 'asc' } })
  if (levels.some((level) => level.id === id)) return
  throw domainError('LEVEL_UNKNOWN', { level: id, allowed: levels.map((level) => `${level.id} (${level.name})`).join(', ') || 'none, there are no levels yet' })
}
