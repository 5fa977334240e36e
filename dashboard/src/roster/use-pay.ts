import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { meQuery } from '../api/queries.ts'
import { payPacksQuery, payPreviewQuery } from '../planner/api.ts'
import { maySeePay } from '../shell/roles.ts'
import type { Row } from './grid-model.ts'
import { moneyOf, readPacks } from './pay.ts'
import type { Roster } from './types.ts'
import type { View } from './use-desk.ts'
import type { RosterWords } from './use-roster-words.ts'

/** What the roster costs: the whole from the server, each row by the same rules here. Nothing for who may not see rates. */
export const usePay = (roster: Roster, view: View, words: RosterWords) => {
  const role = useQuery(meQuery).data?.person.role
  const isAllowed = role !== undefined && maySeePay(role)
  const { data: preview } = useQuery(payPreviewQuery(view.period, view.plan, isAllowed))
  const { data } = useQuery(payPacksQuery(isAllowed))
  const packs = useMemo(() => (data ? readPacks(data) : []), [data])
  const { leaves, holidays } = roster
  const nightPayOf = useCallback(
    (row: Row): string => {
      const known = KNOWN.get(row)
      if (known?.packs === packs && known.words === words) return known.amount
      const shifts = row.cells.flatMap(({ chips }) => chips.filter(({ standsInFor }) => standsInFor === null).map(({ shift }) => shift))
      const money = moneyOf(row.person, shifts, { leaves, holidays }, packs)
      const amount = money === null || money.night === 0 ? '' : words.money(money.night, money.currency)
      KNOWN.set(row, { packs, words, amount })
      return amount
    },
    [packs, words, leaves, holidays],
  )
  return { preview: isAllowed ? preview : undefined, packs, nightPayOf }
}

/** A row that has not changed is the same object: its pay need not be reckoned again. */
const KNOWN = new WeakMap<Row, { packs: unknown; words: RosterWords; amount: string }>()
