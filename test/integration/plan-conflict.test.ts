// A run of the planner that leaves demand unmet says what stands against it; what it names, once lifted, lets the demand be met.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { conflictOf } from '../../services/planner/conflict/service.ts'
import type { Explain } from '../../services/shifts/planning/explaining/service.ts'
import { planRoutes } from '../../services/shifts/planning/routes.ts'
import { planRunner, type Solve } from '../../services/shifts/planning/runner/service.ts'
import { planService } from '../../services/shifts/planning/service.ts'
import { accessServer, signedIn, type AccessServer, type Browser, type Json } from '../support/access.ts'
import { conflictThread } from '../support/planner-thread.ts'
import { FRONT, realMonth, SITE, storeMonth } from '../support/real-month.ts'
import { searching } from '../support/searching.ts'

const DAY = { from: '2027-02-02', to: '2027-02-03' }
let line: AccessServer
let runner: ReturnType<typeof planRunner>
let boss: Browser & { id: string }
/** Looks for a reason until it is told to end. */
let isSlow = false
let looking: () => void = () => undefined

beforeAll(async () => {
  line = await accessServer({
    routes: (parts) => {
      const explain: Explain = async (problem, options) => {
        // A machine that does a lot beside takes longer.
        if (!isSlow) return conflictOf(problem, { ...options, seconds: 20 })
        looking()
        await new Promise((resolve) => options.signal.addEventListener('abort', resolve, { once: true }))
        return { outcome: 'unknown' }
      }
      const solve: Solve = (problem, options) => searching(problem, { ...options, seconds: 0.2 })
      runner = planRunner({ ...parts, solve, explain, threads: 1, log: { warn: (details, text) => console.warn(text, details) } })
      return [planRoutes({ plans: planService({ ...parts, wake: () => void runner.look() }) })]
    },
  })
  boss = await signedIn(line, { role: 'supervisor', name: 'Vera' })
  await conflictThread()
  await storeMonth(line.database, oneWhoKnows(), { headId: boss.id, at: line.clock.now().toJSDate() })
})
afterAll(async () => {
  await runner.stop()
  await line.close()
})

/** Seven people, of whom one knows about billing, which is needed on one morning; and that one is in training. */
function oneWhoKnows() {
  const month = realMonth({ ...DAY, people: 7, hasWishes: false })
  const need = { id: '40000000-0000-4000-8000-000000000001', siteId: SITE, zone: 'Europe/Berlin', levelId: FRONT, kind: 'desk' as const, skill: 'billing' }
  const workers = month.facts.workers.map((worker, n) => ({ ...worker, attestations: n === 0 ? [{ skill: 'billing', expiresAt: null }] : [] }))
  const [who] = workers
  const times = { from: '06:00', to: '14:00', days: [2], people: 1, onHolidays: true, validFrom: null, validTo: null, isInstead: false }
  const span = { from: Date.parse('2027-02-01T09:00:00+01:00'), to: Date.parse('2027-02-02T18:00:00+01:00') }
  const leave = { id: '70000000-0000-4000-8000-000000000001', personId: who?.id ?? '', kind: 'training' as const, ...span }
  const shiftTypes = month.facts.shiftTypes.filter(({ name }) => name === 'Early')
  return { ...month, facts: { ...month.facts, workers, leaves: [leave], shiftTypes, needs: [{ ...need, ...times }] } }
}

const ask = async (): Promise<string> => {
  const { status, body } = await boss.ask('POST', '/api/plans', { ...DAY, seconds: 1 })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.id
}

async function ended(id: string): Promise<Json> {
  const end = Date.now() + 30_000
  for (;;) {
    const { body } = await boss.ask('GET', `/api/plans/${id}`)
    if (body.state !== 'queued' && body.state !== 'running') return body
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(body)}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

it('names the demand, who alone could meet it, and the leave that keeps him; without the leave it is met', async () => {
  const { state, result } = await ended(await ask())
  expect(state).toBe('done')
  expect(result.unmet).toHaveLength(1)
  expect(result.conflict).toEqual([
    {
      what: 'conflictDemand',
      with: {
        ...{ site: 'Office', level: 'Front line', kind: 'desk', skill: 'billing', people: 1 },
        ...{ from: '2027-02-02T05:00:00.000Z', to: '2027-02-02T13:00:00.000Z' },
      },
    },
    { what: 'conflictSkill', with: { skill: 'billing', names: ['Person 01'] } },
    { what: 'conflictLeaveDay', with: { name: 'Person 01', absence: 'training', date: '2027-02-02' } },
  ])
  const leaves = await line.database.prisma.leave.findMany()
  await line.database.prisma.leave.deleteMany()
  expect((await ended(await ask())).result).toMatchObject({ unmet: [], conflict: [] })
  await line.database.prisma.leave.createMany({ data: leaves })
})

it('ends the search for a reason when the run is cancelled, and when the program closes', async () => {
  isSlow = true
  const [cancelled, closed] = [await lookedFor(), runner.idle()]
  await boss.ask('POST', `/api/plans/${cancelled}/cancel`)
  expect(await ended(cancelled)).toMatchObject({ state: 'failed', error: 'CANCELLED', result: null })
  await closed
  const left = await lookedFor()
  await runner.stop()
  expect(await ended(left)).toMatchObject({ state: 'done', result: { conflict: [] } })
})

/** A run that has come so far that it looks for a reason. */
async function lookedFor(): Promise<string> {
  const isLooking = new Promise<void>((resolve) => (looking = resolve))
  const id = await ask()
  await isLooking
  return id
}
