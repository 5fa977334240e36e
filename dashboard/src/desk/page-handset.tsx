import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { groupNumber } from '../format/phone-number.ts'
import { phoneApi } from '../phone/phone-api.ts'
import type { RingingLeg } from '../phone/phone-events.ts'
import { PickedPhone } from '../phone/ringing-phones.tsx'
import { readTabStored, storeInTab } from '../stored.ts'
import { Ringing } from './ringing.tsx'

const STORED = 'own-leg'
/** A caller's call is on the desk sooner than this; what is still unknown then is a call of ours: to the executive, or the first half of a call to a customer. */
const KNOWN_WITHIN = 2_000

type PageHandsetProps = { known: readonly string[]; isOther: boolean }

/** In the trial a person's phone is in the page, and it rings there also for what is no caller's call. Real phones lie on the table. */
export const PageHandset = ({ known, isOther }: PageHandsetProps) => {
  const me = useQuery(meQuery).data
  const phone = me?.hasPhone ? me.person.phone : null
  if (phone === null || phone === undefined) return null
  return <Handset phone={phone} known={known} isOther={isOther} />
}

const Handset = ({ phone, known, isOther }: PageHandsetProps & { phone: string }) => {
  const { t } = useTranslation()
  const [picked, setPicked] = useState(stored)
  const leg = useUnknownLeg(phone, known)
  const keep = useCallback((next: RingingLeg | null) => {
    storeInTab(STORED, next)
    setPicked(next)
  }, [])
  const drop = useCallback(() => keep(null), [keep])
  if (picked !== null)
    return (
      <section className="own-handset card" aria-label={t('ring.handset')}>
        <PickedPhone leg={picked} onEnd={drop} />
      </section>
    )
  if (leg === undefined || isOther) return null
  const words = t('ring.ofOurs', { number: groupNumber(leg.from) })
  return (
    <>
      <div className="hidden-words" role="status" aria-live="assertive">
        {words}
      </div>
      <Ringing
        key={leg.sid}
        legSid={leg.sid}
        words={words}
        isInPage
        pickUp={() => phoneApi.answerLeg(leg.sid)}
        onPickedUp={() => keep(leg)}
        onOpen={() => undefined}
        onDeclined={() => undefined}
      />
    </>
  )
}

/** What rings at this number and is on no desk. */
const useUnknownLeg = (phone: string, known: readonly string[]): RingingLeg | undefined => {
  const [seen, setSeen] = useState<ReadonlyMap<string, number>>(new Map())
  const ringing = useQuery({
    queryKey: ['phone', 'own-ringing'],
    queryFn: async ({ signal }) => (await phoneApi.ringing(signal)).filter(({ to }) => to === phone),
    refetchInterval: 2_000,
    retry: false,
  })
  const now = ringing.dataUpdatedAt
  const legs = (ringing.data ?? []).filter(({ sid }) => !known.includes(sid))
  const fresh = legs.filter(({ sid }) => !seen.has(sid))
  if (fresh.length > 0) setSeen(new Map([...seen, ...fresh.map(({ sid }) => [sid, now] as const)]))
  return legs.find(({ sid }) => now - (seen.get(sid) ?? now) >= KNOWN_WITHIN)
}

const stored = (): RingingLeg | null => {
  const leg = readTabStored(STORED)
  return typeof leg === 'object' && leg !== null && 'sid' in leg ? (leg as RingingLeg) : null
}
