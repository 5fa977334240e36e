import { expect, it } from 'vitest'
import { backgroundWork } from '../../../services/sweeper/background/service.ts'

const silent = { warn: () => undefined }
const during = (work: () => Promise<void>): Promise<void> => work()
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Work whose rounds end when the test says so. */
function heldWork(atOnce: number) {
  const open: Array<(error?: Error) => void> = []
  let rounds = 0
  const performDue = () =>
    new Promise<void>((resolve, reject) => {
      rounds += 1
      open.push((error) => (error ? reject(error) : resolve()))
    })
  const work = backgroundWork({ parts: { held: { atOnce, isDue: async () => true, performDue } }, during, log: silent })
  return { work, rounds: () => rounds, end: (error?: Error) => open.shift()?.(error) }
}

it('who asks while a round runs gets one more, and only one', async () => {
  const { work, rounds, end } = heldWork(1)
  work.look()
  await rest()
  for (let n = 0; n < 5; n += 1) work.look()
  await rest()
  expect(rounds()).toBe(1)
  end()
  await rest()
  expect(rounds()).toBe(2)
  end()
  await rest()
  expect(rounds()).toBe(2)
  work.look()
  await rest()
  expect(rounds()).toBe(3)
})

it('where rounds may run side by side a slow one holds up nobody', async () => {
  const { work, rounds } = heldWork(2)
  work.look()
  work.look()
  await rest()
  expect(rounds()).toBe(2)
  work.look()
  await rest()
  expect(rounds()).toBe(2)
})

it('a round that fails does not end the work, and stopping waits for what is under way', async () => {
  const { work, rounds, end } = heldWork(1)
  work.look()
  await rest()
  end(new Error('broken'))
  await rest()
  work.look()
  await rest()
  expect(rounds()).toBe(2)
  let isStopped = false
  const stopping = work.stop().then(() => (isStopped = true))
  await rest()
  expect(isStopped).toBe(false)
  end()
  await stopping
  work.look()
  await rest()
  expect(rounds()).toBe(2)
})

it('what is not due is not begun', async () => {
  let rounds = 0
  const part = { isDue: async () => false, performDue: async () => void (rounds += 1) }
  backgroundWork({ parts: { part }, during, log: silent }).look()
  await rest()
  expect(rounds).toBe(0)
})
