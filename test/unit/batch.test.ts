import { describe, expect, it } from 'vitest'
import { batcher, together } from '../../services/batch.ts'

const poisoned = new Error('poisoned')
const isItemsFault = (error: unknown): boolean => error === poisoned

function recorded({ fails = () => undefined, maxItems }: { fails?: (items: readonly number[]) => Error | undefined; maxItems?: number } = {}) {
  const flushes: number[][] = []
  const add = batcher<number, string>(
    async (items) => {
      flushes.push([...items])
      await new Promise((resolve) => setTimeout(resolve, 2))
      const error = fails(items)
      if (error) throw error
      return items.map((item) => `got ${item}`)
    },
    { isItemsFault, ...(maxItems !== undefined && { maxItems }) },
  )
  return { add, flushes }
}
const settled = (work: readonly Promise<string>[]) =>
  Promise.allSettled(work).then((all) => all.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error))))

describe('batcher', () => {
  it('flushes what came at once together, and what came meanwhile together after it', async () => {
    const { add, flushes } = recorded()
    const first = [1, 2, 3].map(add)
    await new Promise((resolve) => setImmediate(resolve))
    const then = [4, 5].map(add)
    expect(await Promise.all([...first, ...then])).toEqual(['got 1', 'got 2', 'got 3', 'got 4', 'got 5'])
    expect(flushes).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
  })

  it('lets a lone caller wait for nobody', async () => {
    const { add, flushes } = recorded()
    for (const item of [1, 2, 3]) await add(item)
    expect(flushes).toEqual([[1], [2], [3]])
  })

  it('takes no more than it may at once', async () => {
    const { add, flushes } = recorded({ maxItems: 2 })
    await Promise.all([1, 2, 3, 4, 5].map(add))
    expect(flushes).toEqual([[1, 2], [3, 4], [5]])
  })

  it('refuses a poisoned item alone, and goes on', async () => {
    const { add, flushes } = recorded({ fails: (items) => (items.includes(2) ? poisoned : undefined) })
    expect(await settled([1, 2, 3].map(add))).toEqual(['got 1', poisoned, 'got 3'])
    expect(flushes).toEqual([[1, 2, 3], [1], [2], [3]])
    expect(await add(4)).toBe('got 4')
  })

  it('tells all callers at once when the database is gone, and works again when it is back', async () => {
    const gone = new Error('gone')
    let isGone = true
    const { add, flushes } = recorded({ fails: () => (isGone ? gone : undefined) })
    expect(await settled([1, 2, 3].map(add))).toEqual([gone, gone, gone])
    isGone = false
    expect(await add(4)).toBe('got 4')
    expect(flushes).toEqual([[1, 2, 3], [4]])
  })
})

it('together: who asks while it is read gets what is read after he asked, all of them at once', async () => {
  let [stored, reads] = ['before', 0]
  const read = together(async () => {
    reads += 1
    const found = stored
    await new Promise((resolve) => setTimeout(resolve, 2))
    return found
  })
  const first = read()
  await new Promise((resolve) => setImmediate(resolve))
  stored = 'after'
  expect(await Promise.all([first, read(), read(), read()])).toEqual(['before', 'after', 'after', 'after'])
  expect(reads).toBe(2)
})
