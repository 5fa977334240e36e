import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { offersQuery } from '../planner/api.ts'
import type { Offer } from '../planner/types.ts'
import type { Opened } from './roster-dialogs.tsx'
import type { View } from './use-desk.ts'
import { useRosterWords } from './use-roster-words.ts'

const NONE: readonly Offer[] = []

/** Shifts that look for somebody, for who plans. */
export const useOffers = (view: View, open: (opened: Opened) => void) => {
  const { t } = useTranslation()
  const words = useRosterWords()
  const { data } = useQuery({ ...offersQuery, enabled: view.isEditor, retry: false })
  const offers = useMemo(() => data?.open.filter(({ state }) => state === 'open' || state === 'accepted') ?? NONE, [data])
  const openOffer = useMemo(
    () => (offer: Offer) =>
      open({ kind: 'offer', id: offer.id, title: [t(`planner.offers.kinds.${offer.kind}`), words.instant(offer.shift.from, offer.shift.zone)].join(' · ') }),
    [open, t, words],
  )
  const addOpen = useMemo(() => (view.isEditor ? (date: string) => open({ kind: 'openShift', date }) : null), [open, view.isEditor])
  return { offers, openOffer, addOpen }
}
