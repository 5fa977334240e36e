import { useQuery } from '@tanstack/react-query'
import { startTransition, useCallback, useEffect, useMemo, useState } from 'react'
import { meQuery } from '../api/queries.ts'
import { workersQuery } from '../api/shift-queries.ts'
import { payPacksQuery, payPreviewQuery } from '../planner/api.ts'
import { maySeePay } from '../shell/roles.ts'
import type { Row } from './grid-model.ts'
import { moneyOf, NO_PAY, readPacks, type Money, type PayFacts } from './pay.ts'
import type { Roster } from './types.ts'
import type { View } from './use-desk.ts'
import type { RosterWords } from './use-roster-words.ts'

/** What the roster costs: the whole from the server, each row by the same rules here. Nothing for who may not see rates. */
export const usePay = (roster: Roster, rows: readonly Row[], view: View, words: RosterWords) => {
  const role = useQuery(meQuery).data?.person.role
  const isAllowed = role !== undefined && maySeePay(role)
  const { data: preview } = useQuery(payPreviewQuery(view.period, view.plan, isAllowed || view.isEditor))
  const { data: packs } = useQuery(payPacksQuery(isAllowed))
  const { data: workers } = useQuery({ ...workersQuery, enabled: isAllowed })
  const facts = useMemo(
    (): PayFacts => (packs && workers ? { packs: readPacks(packs), contracts: new Map(workers.map(({ id, contracts }) => [id, contracts])) } : NO_PAY),
    [packs, workers],
  )
  const known = useRowMoney(rows, roster, facts)
  const nightPayOf = useCallback(
    (row: Row): string => {
      const nights = (known.get(row) ?? []).filter(({ night }) => night !== 0)
      return nights.map(({ night, currency }) => words.money(night, currency)).join(' · ')
    },
    [known, words],
  )
  return { preview, facts, nightPayOf }
}

/** So many rows at a time: reckoning all sixty at once would hold up the hand that drags. */
const AT_ONCE = 2

/** A row that has not changed is the same object: its pay is not reckoned again. */
const useRowMoney = (rows: readonly Row[], { leaves, holidays }: Roster, facts: PayFacts): ReadonlyMap<Row, readonly Money[]> => {
  const [state, setState] = useState<{ facts: PayFacts; of: ReadonlyMap<Row, readonly Money[]> }>({ facts, of: new Map() })
  useEffect(() => {
    if (facts === NO_PAY) return
    const of = new Map(state.facts === facts ? state.of : [])
    const missing = rows.filter((row) => !of.has(row))
    if (missing.length === 0) return
    let timer = setTimeout(function next() {
      for (const row of missing.splice(0, AT_ONCE)) {
        const shifts = row.cells.flatMap(({ chips }) => chips.filter(({ standsInFor }) => standsInFor === null).map(({ shift }) => shift))
        of.set(row, moneyOf(row.person.id, shifts, { leaves, holidays }, facts))
      }
      if (missing.length > 0) timer = setTimeout(next, 20)
      else startTransition(() => setState({ facts, of: new Map(rows.map((row) => [row, of.get(row) ?? []])) }))
    }, 100)
    return () => clearTimeout(timer)
  }, [rows, leaves, holidays, facts, state])
  return state.of
}
