import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { getRule } from '../../rules/store.ts'
import type { CallbackRule } from '../../schemas/rules.ts'
import { retell, type NoticeOptions } from '../notices/store.ts'
import { holdCallback } from '../store.ts'
import { SURE_SHARE } from '../windows/offers.ts'
import { readStanding } from '../windows/store.ts'
import { lateOf } from '../windows/wait.ts'
import { BY_ROSTER, clearRisk, knownOf, perform, warn, type Known } from './steps/store.ts'
import { coverMark, DUE_KINDS, findDue, findReturned, listAtRisk, type DueKind } from './store.ts'

export type CallbackSweepOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  notices: NoticeOptions
  /** Texts and e-mails wait to be sent. */
  wake: () => void
  log: { error: (details: object, text: string) => void }
}

/** So many callbacks are dealt with side by side; the pool is for others too. */
const AT_ONCE = 4
/** Promises are compared with the roster when it changes, and at least so often: time passes, and more is promised. */
const LOOK_EVERY = 20_000

/**
 * What time does to callbacks: windows begin and end, rests are over, customers are reminded, and told when a promise was broken or will be. All of it
 * stands in Postgres: a sweep that is missed is made up by the next one, and two at once do nothing twice. One callback that fails holds up no other.
 */
export function callbackSweep({ database: { prisma }, clock, notices, wake, log }: CallbackSweepOptions) {
  const now = (): Date => clock.now().toJSDate()
  let looked: { mark: string; at: number } | undefined

  async function sweep(): Promise<void> {
    const at = now()
    const { body: rule } = await getRule(prisma, 'callback')
    let known: Promise<Known> | undefined
    const know = () => (known ??= readStanding(prisma, { at, rule, days: rule.daysAhead + 2 }).then(knownOf))
    let done = 0
    for (const kind of DUE_KINDS) done += await performAll(kind, rule, know)
    done += await tellAgain()
    done += await lookAhead(rule, know)
    if (done > 0) wake()
  }

  /** All that is due of a kind, also what becomes due meanwhile; what could not be done is left to the next sweep. */
  async function performAll(kind: DueKind, rule: CallbackRule, know: () => Promise<Known>): Promise<number> {
    const seen = new Set<string>()
    for (;;) {
      const ids = (await findDue(prisma, kind, now(), rule)).filter((id) => !seen.has(id))
      if (ids.length === 0) return seen.size
      for (const id of ids) seen.add(id)
      if (BY_ROSTER.has(kind)) await know()
      await sideBySide(ids, kind, (tx, id) => perform(tx, kind, id, now(), { know, notices }))
    }
  }

  async function sideBySide(ids: readonly string[], what: string, work: (tx: Transaction, id: string) => Promise<unknown>): Promise<void> {
    const queue = [...ids]
    const worker = async (): Promise<void> => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        const one = id
        await prisma
          .$transaction((tx) => work(tx, one))
          .catch((err: unknown) => log.error({ err, callback: one, what }, 'a callback was left as it is; the next sweep tries again'))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }

  /** Texts that came back go another way. */
  async function tellAgain(): Promise<number> {
    const returned = await findReturned(prisma, now())
    for (const { textId, callbackId, kind } of returned)
      await sideBySide([callbackId], 'returned', async (tx, id) => {
        const held = await holdCallback(tx, id)
        if (held) await retell(tx, held, { kind, textId, at: now() }, notices)
      })
    return returned.length
  }

  /** Can all be called who were promised it, by those who will be at the desk if they do nothing else? Who was warned stays so until he surely can. */
  async function lookAhead(rule: CallbackRule, know: () => Promise<Known>): Promise<number> {
    const at = now()
    const mark = await coverMark(prisma, at)
    if (looked && looked.mark === mark && at.getTime() >= looked.at && at.getTime() < looked.at + LOOK_EVERY) return 0
    const known = await know()
    const risky = riskyIds(known, 1)
    const { toWarn, toClear } = await listAtRisk(prisma, { risky, tight: [...risky, ...riskyIds(known, SURE_SHARE)] }, at)
    await sideBySide(toWarn, 'at risk', (tx, id) => warn(tx, id, at, { know, notices }))
    await sideBySide(toClear, 'no longer at risk', (tx, id) => clearRisk(tx, id, at))
    looked = { mark, at: at.getTime() }
    return toWarn.length
  }

  return { sweep }
}

const riskyIds = ({ standing, times }: Known, share: number): string[] => lateOf({ ...standing, times }, share).flatMap(({ id }) => id ?? [])
