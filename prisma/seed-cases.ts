import { DateTime } from 'luxon'
import { makePromise } from '../services/escalation/promises/store.ts'
import { moveService } from '../services/cases/moves/service.ts'
import { acknowledge, gather } from '../services/cases/intake/store.ts'
import { addCaseEvent, noteSign } from '../services/cases/events/store.ts'
import { holdOpenCase } from '../services/cases/custody/store.ts'
import { askService } from '../services/cases/asks/service.ts'
import { openCase } from '../services/cases/store.ts'
import type { Transaction } from '../services/db.ts'
import type { CaseChannel, CaseMove } from '../services/schemas/cases.ts'

type Given = { id: (name: string) => string; zone: string; now: Date }

const WEEK = { 'mon-fri': ['08:00-18:00'], sat: ['09:00-13:00'] }

/** How the demo company lets cases climb, whom it asks, and who stands in for whom. */
export async function seedHouse(tx: Transaction, { id, zone, now }: Given): Promise<void> {
  const office = { olaHours: WEEK, zone }
  const levels = {
    [id('Front line')]: { olaMinutes: 60, mostInHand: 12, zone },
    [id('Specialists')]: { skill: 'heating', olaMinutes: 240, mostInHand: 8, ...office },
    [id('Head of service')]: { olaMinutes: 240, ...office },
  }
  await tx.ruleVersion.create({
    data: { kind: 'policy', key: '', version: 1, body: { levels }, madeAt: now, madeById: id('Farid Rahimi'), why: 'What was agreed with the levels' },
  })
  await tx.department.createMany({
    data: [
      { id: id('IT'), name: 'IT', headId: id('Petra Vogel'), olaMinutes: 120, hours: { 'mon-fri': ['08:00-17:00'] }, zone },
      { id: id('Delivery'), name: 'Delivery', headId: id('Hugo Martin'), olaMinutes: 240, hours: WEEK, zone },
    ],
  })
  for (const [name, deputy] of DEPUTIES) await tx.person.update({ where: { id: id(name) }, data: { deputyId: id(deputy) } })
}

const DEPUTIES = [
  ['Clara Winter', 'Farid Rahimi'],
  ['Farid Rahimi', 'Chen Wei'],
] as const

/** What happened to a case, so many hours before now, and who did it. */
type Step = { hours: number; by: string } & (
  { does: CaseMove } | { acknowledges: string } | { gathers: Record<string, string> } | { notes: string } | { asks: string; of: string }
)
type Story = {
  customer: string
  title: string
  reason: string
  severity: 'low' | 'normal' | 'high' | 'urgent'
  channel: CaseChannel
  hours: number
  words?: string
  isDistressed?: boolean
  /** An answer was promised for so many hours from now; negative: it is overdue. */
  promisedInHours?: number
  /** The 20 hours are over: the rules found it at the top then. */
  isTop?: boolean
  rating?: { score: number; why: string; hours: number }
  steps: readonly Step[]
}

const takes = { move: 'take' } as const
const passesUp = (reason: string): CaseMove => ({ move: 'passUp', reason })

const STORIES: readonly Story[] = [
  {
    ...{
      customer: 'Bakery Lindner',
      title: 'The oven room boiler fails every Monday',
      reason: 'fault',
      severity: 'high',
      channel: 'call',
      hours: 26,
      isTop: true,
    },
    steps: [
      { hours: 26, by: 'Amira Haddad', does: takes },
      { hours: 25.9, by: 'Amira Haddad', acknowledges: 'Every Monday at four the boiler is off and I bake nothing' },
      {
        hours: 25.8,
        by: 'Amira Haddad',
        gathers: { symptom: 'Off at 4 AM, error 6A', since: 'Five weeks', address: 'Kantstrasse 12', reachable: 'From 3 AM' },
      },
      { hours: 25.5, by: 'Amira Haddad', does: passesUp('Third visit did not help') },
      { hours: 22, by: 'Elif Kaya', does: takes },
      { hours: 12, by: 'Elif Kaya', does: passesUp('The maker has to change the burner; that is not mine to order') },
      { hours: 10, by: 'Farid Rahimi', does: takes },
      { hours: 7, by: 'Farid Rahimi', does: passesUp('A new boiler costs more than I may sign') },
    ],
  },
  {
    ...{
      customer: 'Sergei Orlov',
      title: 'The bill is twice the usual',
      reason: 'invoice',
      severity: 'normal',
      channel: 'call',
      hours: 18.6,
      promisedInHours: 1,
    },
    steps: [
      { hours: 18.5, by: 'Irina Sokolova', does: takes },
      { hours: 18.4, by: 'Irina Sokolova', acknowledges: 'Счёт за октябрь вдвое больше обычного' },
      { hours: 18.3, by: 'Irina Sokolova', gathers: { invoice: '2026-10', problem: 'Twice the usual amount', contract: '204518' } },
      { hours: 18, by: 'Irina Sokolova', does: passesUp('Needs a look at the meter readings') },
      { hours: 15, by: 'Chen Wei', does: takes },
      { hours: 14, by: 'Chen Wei', notes: 'The reading of October was estimated, not read.' },
      { hours: 6, by: 'Chen Wei', does: passesUp('The refund is above what I may give') },
    ],
  },
  {
    ...{
      customer: 'Hotel Glienicke',
      title: 'No heat on the third floor',
      reason: 'fault',
      severity: 'high',
      channel: 'call',
      hours: 13,
      isDistressed: true,
      promisedInHours: 3,
    },
    steps: [
      { hours: 12.9, by: 'Dana Novak', does: takes },
      { hours: 12.8, by: 'Dana Novak', acknowledges: 'Twelve guests are freezing and want their money back' },
      { hours: 12.7, by: 'Dana Novak', gathers: { symptom: 'Pump of the third floor stands', since: 'Last evening', address: 'Koenigstrasse 36' } },
      { hours: 12.6, by: 'Dana Novak', gathers: { reachable: 'The reception, day and night' } },
      { hours: 12.5, by: 'Dana Novak', does: passesUp('A pump has to be changed') },
      { hours: 11, by: 'Hugo Martin', does: takes },
      { hours: 10, by: 'Hugo Martin', asks: 'Is a pump 25-60 in the van of today?', of: 'Delivery' },
      {
        hours: 9,
        by: 'Hugo Martin',
        does: { move: 'askFacts', missing: [{ name: 'pump', question: 'What stands on the plate of the pump?', fault: 'ours' }] },
      },
    ],
  },
  {
    ...{
      customer: 'Tom Reuter',
      title: 'When does the fitter come?',
      reason: 'other',
      severity: 'low',
      channel: 'callback',
      hours: 5,
      promisedInHours: -1,
    },
    steps: [{ hours: 4, by: 'Greta Lind', does: takes }],
  },
  {
    ...{ customer: 'Marta Nowak', title: 'Water under the boiler', reason: 'fault', severity: 'urgent', channel: 'call', hours: 1.5 },
    steps: [
      { hours: 1.4, by: 'Amira Haddad', does: takes },
      { hours: 1.3, by: 'Amira Haddad', acknowledges: 'Water comes out under the boiler, a cup in an hour' },
      {
        hours: 1.2,
        by: 'Amira Haddad',
        gathers: { symptom: 'Drips below the valve', since: 'This morning', address: 'Goethestrasse 4', reachable: 'Any time' },
      },
      { hours: 1, by: 'Amira Haddad', does: passesUp('Somebody has to go there today') },
    ],
  },
  {
    ...{
      customer: 'Aylin Demir',
      title: 'Message of a caller: one radiator stays cold',
      reason: 'voicemail',
      severity: 'normal',
      channel: 'voicemail',
      hours: 0.6,
    },
    steps: [],
  },
  {
    ...{ customer: 'Aylin Demir', title: 'Hot water is lukewarm', reason: 'fault', severity: 'normal', channel: 'call', hours: 60 },
    rating: { score: 5, why: 'Somebody came the same day', hours: 50 },
    steps: [
      { hours: 59.9, by: 'Greta Lind', does: takes },
      { hours: 59.8, by: 'Greta Lind', acknowledges: 'The shower is lukewarm' },
      { hours: 59.7, by: 'Greta Lind', gathers: { symptom: '38 degrees at most', since: 'Two days', address: 'Schillerstrasse 9', reachable: 'After 5 PM' } },
      { hours: 59.5, by: 'Greta Lind', does: passesUp('A sensor, I think') },
      { hours: 58, by: 'Elif Kaya', does: takes },
      { hours: 53, by: 'Elif Kaya', does: { move: 'solve', solution: 'The sensor of the tank was changed', satisfiedBy: 'That it took one visit' } },
    ],
  },
  {
    ...{ customer: 'Marta Nowak', title: 'How do I set the summer time?', reason: 'other', severity: 'low', channel: 'call', hours: 80 },
    steps: [
      { hours: 79.95, by: 'Dana Novak', does: takes },
      {
        hours: 79.9,
        by: 'Dana Novak',
        does: { move: 'solve', solution: 'Told her the two keys', satisfiedBy: 'She did it while we talked', spotReason: 'One sentence helped' },
      },
    ],
  },
]

/** Work that is under way, at several levels and ages: made by the same moves that people make. */
export async function seedOpenCases(tx: Transaction, given: Given): Promise<void> {
  for (const story of STORIES) await tell(tx, story, given)
}

async function tell(tx: Transaction, story: Story, { id, now }: Given): Promise<void> {
  const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  const { customer, title, reason, severity, channel, hours, words = '', isDistressed = false } = story
  const openedAt = before(hours)
  const customerId = id(customer)
  const opened = await openCase(tx, { customerId, callSid: null, title, reason, severity, facts: {}, openedAt, channel, words, isDistressed })
  if (story.promisedInHours !== undefined)
    await makePromise(tx, { caseId: opened.id, callSid: null, kind: 'answer', madeAt: openedAt, dueAt: before(-story.promisedInHours), toWhom: customer })
  for (const step of story.steps) await perform(tx, opened, step, { personId: id(step.by), at: before(step.hours), id })
  if (story.isTop) {
    const topped = { caseId: opened.id, at: opened.dueTopAt, kind: 'top' as const, body: { from: 'Clara Winter', to: 'Clara Winter' } }
    await tx.case.update({ where: { id: opened.id }, data: { toppedAt: opened.dueTopAt, warnedHours: 19 } })
    await addCaseEvent(tx, topped)
  }
  if (story.rating) {
    const { score, why } = story.rating
    await tx.caseRating.create({ data: { caseId: opened.id, score, why, via: 'sms', givenAt: before(story.rating.hours) } })
    await addCaseEvent(tx, { caseId: opened.id, at: before(story.rating.hours), kind: 'rated', body: { score, why }, isInternal: false })
  }
}

type Doing = { personId: string; at: Date; id: Given['id'] }

async function perform(tx: Transaction, { id: caseId, number }: { id: string; number: string }, step: Step, { personId, at, id }: Doing): Promise<void> {
  const clock = { now: () => DateTime.fromJSDate(at, { zone: 'utc' }) }
  const database = { prisma: within(tx) }
  if ('does' in step) return moveService({ database, clock }).moveIn(tx, caseId, personId, step.does)
  if ('acknowledges' in step) {
    const acknowledgement = 'We take this on; you have an answer within 20 hours'
    return acknowledge(tx, caseId, { words: step.acknowledges, acknowledgement, personId, at })
  }
  if ('gathers' in step) return gather(tx, await holdOpenCase(tx, caseId, number), { facts: step.gathers, personId, at })
  if ('notes' in step) return addCaseEvent(tx, { caseId, at, personId, kind: 'note', body: { text: step.notes } })
  await askService({ database, clock }).addSubTask(number, personId, { departmentId: id(step.of), text: step.asks })
  return noteSign(tx, caseId, at)
}

/** The services' own transactions are parts of this one. */
function within(tx: Transaction) {
  return { $transaction: (work: (inner: Transaction) => Promise<unknown>) => work(tx) } as never
}
