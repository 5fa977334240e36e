import type pg from 'pg'
import { expect, it } from 'vitest'
import { callAnnouncer } from '../../../../services/calls/live/store.ts'

function fakePool(answer: () => Promise<unknown> = async () => undefined) {
  const told: string[][] = []
  const query = ({ values: [notes] }: { values: [string[]] }) => {
    told.push(notes.map((note) => (JSON.parse(note) as { id: string }).id))
    return answer()
  }
  return { told, pool: { query } as unknown as pg.Pool }
}

it('gathers for a moment, each call once', async () => {
  const { told, pool } = fakePool()
  const { announce } = callAnnouncer({ pool, everyMilliseconds: 10 })
  for (const sid of ['CA1', 'CA2', 'CA1']) announce(sid)
  expect(told).toEqual([])
  await expect.poll(() => told).toEqual([['CA1', 'CA2']])
})

it('tells at the stop what it has gathered, and waits until it is told', async () => {
  let isTold = false
  const { told, pool } = fakePool(async () => {
    await Promise.resolve()
    isTold = true
  })
  const { announce, stop } = callAnnouncer({ pool, everyMilliseconds: 60_000 })
  announce('CA1')
  await stop()
  expect([told, isTold]).toEqual([[['CA1']], true])
  await stop()
  expect(told).toHaveLength(1)
})

it('stops without a word when there is nothing to tell, or nobody to hear it', async () => {
  const { told, pool } = fakePool(() => Promise.reject(new Error('away')))
  const { announce, stop } = callAnnouncer({ pool, everyMilliseconds: 60_000 })
  await stop()
  expect(told).toEqual([])
  announce('CA1')
  await expect(stop()).resolves.toBeUndefined()
})
