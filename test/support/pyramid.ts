/** A house of three storeys with the routes of its cases, on a clock that a test moves: it stands at 2026-03-02 09:00 UTC, a Monday. */
import { randomUUID } from 'node:crypto'
import { askRoutes } from '../../services/cases/asks/routes.ts'
import { askService } from '../../services/cases/asks/service.ts'
import { intakeService } from '../../services/cases/intake/service.ts'
import { moveService, type Moved } from '../../services/cases/moves/service.ts'
import { promiseService } from '../../services/cases/promises/service.ts'
import { pyramidReader } from '../../services/cases/pyramid/service.ts'
import { caseRoutes } from '../../services/cases/routes.ts'
import { caseReader } from '../../services/cases/service.ts'
import { openCase, type NewCase } from '../../services/cases/store.ts'
import { accessServer, signedIn, type Json } from './access.ts'
import { smallRoster } from './small-roster.ts'

export type Pyramid = Awaited<ReturnType<typeof pyramid>>

export async function pyramid() {
  const moved: Moved[] = []
  const onMoved = async (_: unknown, one: Moved) => void moved.push(one)
  const line = await accessServer({
    routes: ({ database, clock }) => {
      const reader = caseReader({ database, clock })
      return [
        caseRoutes({
          reader,
          intake: intakeService({ database, clock }),
          moves: moveService({ database, clock, onMoved }),
          readPyramid: pyramidReader({ database, clock }),
        }),
        askRoutes({ reader, asks: askService({ database, clock }), promises: promiseService({ database, clock, onMoved }) }),
      ]
    },
  })
  const { prisma } = line.database
  const roster = await smallRoster(line.database)
  const top = randomUUID()
  const clara = await signedIn(line, { name: 'Clara Chief', role: 'executive' })
  await prisma.level.create({ data: { id: top, rank: 3, name: 'Executive', headId: clara.id, isExecutive: true } })
  const at = async (name: string, levelId: string | null, role: 'agent' | 'supervisor' | 'executive' = 'agent') => {
    const person = await signedIn(line, { name, role })
    await prisma.person.update({ where: { id: person.id }, data: { levelId } })
    return person
  }
  await prisma.person.update({ where: { id: clara.id }, data: { levelId: top } })
  await prisma.person.update({ where: { id: roster.head }, data: { levelId: roster.front } })
  await prisma.person.update({ where: { id: roster.boss }, data: { levelId: roster.second } })
  const now = () => line.clock.now().toJSDate()
  return {
    ...line,
    line,
    prisma,
    roster,
    top,
    clara,
    moved,
    now,
    /** Signed in, of this level. */
    at,
    /** A case of the first level, with its keeper; returns its number. */
    opens: async (given: Partial<NewCase> = {}): Promise<string> =>
      (
        await prisma.$transaction((tx) =>
          openCase(tx, { customerId: null, callSid: null, title: 'Cold', reason: 'none', severity: 'normal', facts: {}, openedAt: now(), ...given }),
        )
      ).number,
    customer: async (name: string, more: { zone?: string } = {}): Promise<string> =>
      (await prisma.customer.create({ data: { id: randomUUID(), name, createdAt: now(), ...more } })).id,
    /** What he was told of a case; the clock stands, so there is no order between cases. */
    noticesOf: async (personId: string, number: string): Promise<Json[]> =>
      (await prisma.notice.findMany({ where: { personId, body: { path: ['case'], equals: number } }, orderBy: { createdAt: 'asc' } })).map(
        ({ kind, body }) => ({
          kind,
          ...(body as object),
        }),
      ),
    policy: (levels: object) =>
      prisma.ruleVersion
        .count({ where: { kind: 'policy' } })
        .then((count) => prisma.ruleVersion.create({ data: { kind: 'policy', key: '', version: count + 1, body: { levels }, madeAt: now() } })),
  }
}
