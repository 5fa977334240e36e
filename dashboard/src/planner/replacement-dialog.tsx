import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import '../planner/planner.css'
import type { ShiftTypeView, ShiftView } from '../roster/types.ts'
import type { RosterWords } from '../roster/use-roster-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { makeOffer } from './api.ts'
import { OfferState } from './offer-state.tsx'
import type { NewOffer, Offer } from './types.ts'

const MINUTES = [10, 30, 60, 240, 1_440] as const

type CommonProps = { words: RosterWords; onClose: () => void }

/** "Find a replacement": the shift is offered to all who may lawfully take it, the fairest first; the first who says yes has it. */
export const ReplacementDialog = ({ shift, nameOf, ...rest }: CommonProps & { shift: ShiftView; nameOf: (id: string | null) => string }) => {
  const { t } = useTranslation()
  const { words } = rest
  const what = `${nameOf(shift.personId)}, ${words.dayMonth(shift.date)}, ${words.times(shift)}`
  return (
    <OfferDialog
      title={t('planner.offers.findTitle', { what })}
      why={t('planner.offers.findWhy')}
      usualMinutes={30}
      needsReason
      offerOf={(reason, raiseMinutes) => ({ kind: 'replacement', shiftId: shift.id, reason, raiseMinutes })}
      {...rest}
    />
  )
}

/** A shift that nobody has yet, for whoever wants it. */
export const OpenShiftDialog = ({ date, types, ...rest }: CommonProps & { date: string; types: readonly ShiftTypeView[] }) => {
  const { t } = useTranslation()
  const [typeId, setTypeId] = useState(types[0]?.id ?? '')
  return (
    <OfferDialog
      title={t('planner.offers.openTitle', { day: rest.words.longDay(date) })}
      why={t('planner.offers.openWhy')}
      usualMinutes={1_440}
      offerOf={(reason, raiseMinutes) => ({ kind: 'open', wanted: { date, shiftTypeId: typeId }, reason, raiseMinutes })}
      {...rest}
    >
      <NativeSelect
        label={t('planner.offers.shift')}
        data-autofocus
        value={typeId}
        onChange={(event) => setTypeId(event.currentTarget.value)}
        data={types.map(({ id, name, startsAt, endsAt }) => ({ value: id, label: `${name} ${startsAt}–${endsAt}` }))}
      />
    </OfferDialog>
  )
}

/** How an offer that was made stands. */
export const OfferStateDialog = ({ id, title, words, onClose }: CommonProps & { id: string; title: string }) => {
  const { t } = useTranslation()
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="stack">
        <OfferState id={id} words={words} />
        <div className="actions">
          <Button onClick={onClose}>{t('form.close')}</Button>
        </div>
      </div>
    </Dialog>
  )
}

type OfferDialogProps = CommonProps & {
  title: string
  why: string
  usualMinutes: number
  needsReason?: boolean
  offerOf: (reason: string, raiseMinutes: number) => NewOffer
  children?: React.ReactNode
}

const OfferDialog = ({ title, why, usualMinutes, needsReason = false, offerOf, words, onClose, children }: OfferDialogProps) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [offer, setOffer] = useState<Offer | null>(null)
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState(usualMinutes)
  const sending = useSend({
    run: () => makeOffer(offerOf(reason.trim(), minutes)),
    onDone: (made: Offer) => {
      setOffer(made)
      queryClient.setQueryData(['offers', made.id], made)
      void queryClient.invalidateQueries({ queryKey: ['offers'] })
    },
  })
  if (offer !== null) return <OfferStateDialog id={offer.id} title={title} words={words} onClose={onClose} />
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          sending.send(undefined)
        }}
      >
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <p className="muted">{why}</p>
        {children}
        <TextInput
          label={t('roster.reason')}
          {...(children === undefined ? { 'data-autofocus': true } : {})}
          description={t('planner.offers.reasonWhy')}
          required={needsReason}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('planner.offers.raiseAfter')}
          value={String(minutes)}
          onChange={(event) => setMinutes(Number(event.currentTarget.value))}
          data={MINUTES.map((value) => ({ value: String(value), label: words.hours(value) }))}
        />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending} disabled={needsReason && reason.trim() === ''}>
            {t('planner.offers.send')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
