import { DateTime } from 'luxon'
import { cancelCallback, finishCallback } from '../services/callbacks/moves/store.ts'
import { requestCallback, type NewCallback } from '../services/callbacks/intake/store.ts'
import { callbackWindows } from '../services/callbacks/windows/service.ts'
import type { Transaction } from '../services/db.ts'

type Given = { id: (name: string) => string; number: (extension: number) => string; zone: string; now: Date }
type Story = Pick<NewCallback, 'source' | 'name' | 'words' | 'language'> & {
  extension: number
  behind?: string
  askFor?: string
  customer?: string
  only?: string
  hoursAgo: number
  /** Which of the free windows he chose. */
  chose: number
  /** What became of it before that. */
  end?: 'calledUs' | 'asked'
}

const STORIES: readonly Story[] = [
  {
    source: 'web',
    name: 'Marta Nowak',
    customer: 'Marta Nowak',
    words: 'The thermostat in the hall shows E4',
    language: 'en',
    extension: 200,
    hoursAgo: 3,
    chose: 0,
  },
  {
    source: 'form',
    name: 'Ines Roth',
    words: 'An offer for a heat pump',
    language: 'en',
    extension: 261,
    behind: '12',
    askFor: 'Ms Roth',
    hoursAgo: 2,
    chose: 2,
  },
  {
    source: 'agent',
    name: 'Tom Reuter',
    customer: 'Tom Reuter',
    words: 'When does the fitter come?',
    language: 'en',
    extension: 205,
    only: 'Greta Lind',
    hoursAgo: 1,
    chose: 4,
  },
  { source: 'ivr', name: 'Sergei Orlov', customer: 'Sergei Orlov', words: '', language: 'ru', extension: 201, hoursAgo: 6, chose: 6, end: 'calledUs' },
  { source: 'web', name: 'Paul Stein', words: 'Nothing any more, thank you', language: 'en', extension: 262, hoursAgo: 5, chose: 7, end: 'asked' },
]

/** Some who are called in windows that the roster covers, and what became of earlier ones. Nobody of us is rung at once. */
export async function seedCallbacks(tx: Transaction, { id, number, zone, now }: Given): Promise<void> {
  const clock = { now: () => DateTime.fromJSDate(now, { zone: 'utc' }) }
  const { options } = callbackWindows({ database: { prisma: tx as never }, clock })
  const free = (await options({ language: 'en', zone })).windows.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }))
  for (const { extension, behind, customer, only, hoursAgo, chose, end, ...asked } of STORIES) {
    const at = new Date(now.getTime() - hoursAgo * 3_600_000)
    const window = free[chose]
    if (!window) continue
    const whose = {
      ...(customer !== undefined && { customerId: id(customer) }),
      ...(only !== undefined && { personId: id(only) }),
      ...(behind !== undefined && { extension: behind }),
    }
    const { callback } = await requestCallback(tx, { ...asked, ...whose, number: number(extension), ourNumber: number(100), zone, window, isAsap: false }, at)
    const later = new Date(at.getTime() + 20 * 60_000)
    if (end === 'calledUs') await finishCallback(tx, callback, { at: later, endWhy: end, why: 'he called us himself and was answered' })
    if (end === 'asked') await cancelCallback(tx, callback, { at: later, endWhy: end, why: 'he has cancelled it by his link' })
  }
}
