import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ComponentProps, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { instantOf, plusDays } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { standIn, swap } from './api.ts'
import { peopleOf } from './grid-model.ts'
import { wallTimes } from './make-shift.ts'
import { FindingList } from './to-fix.tsx'
import type { CoveredShift, FindingView, NewOverride, NewSwap, Roster, ShiftView } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'

type CoverProps = { shift: ShiftView; roster: Roster; words: RosterWords; nameOf: (id: string | null) => string; onClose: () => void }

/** Sends it. The dialog closes when all is well; what it breaks (`found`) must be read first. */
const useCovering = <T,>(run: (body: T) => Promise<CoveredShift>, onClose: () => void) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [found, setFound] = useState<readonly FindingView[]>([])
  const sending = useSend({
    run,
    onDone: ({ findings }: CoveredShift) => {
      void queryClient.invalidateQueries({ queryKey: ['roster'] })
      void notify(t('states.saved'))
      if (findings.length === 0) onClose()
      else setFound(findings)
    },
  })
  return { ...sending, found }
}

type FrameProps = Omit<CoverProps, 'shift'> & {
  title: string
  act: string
  isReady: boolean
  send: (reason: string) => void
  sending: { found: readonly FindingView[]; fault: ComponentProps<typeof Fault>['error'] | null; isSending: boolean }
  children: ReactNode
}

/** Who and when (`children`), and the reason. It holds at once; what those concerned break now is read afterwards. */
const CoverDialog = ({ title, act, isReady, send, sending, children, roster, words, nameOf, onClose }: FrameProps) => {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  if (sending.found.length > 0) {
    return (
      <Dialog title={title} onClose={onClose}>
        <div className="stack">
          <p role="status">{t('roster.coverFindings', { count: sending.found.length })}</p>
          <FindingList findings={sending.found} zone={roster.zone} words={words} nameOf={nameOf} />
          <div className="actions">
            <Button variant="filled" autoFocus onClick={onClose}>
              {t('form.done')}
            </Button>
          </div>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          send(reason.trim())
        }}
      >
        {sending.fault ? <Fault error={sending.fault} /> : null}
        {children}
        <TextInput label={t('roster.reason')} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending} disabled={!isReady || reason.trim() === ''}>
            {act}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Somebody stands in, for the whole shift or a part of it. Holds at once, without publishing. */
export const StandInDialog = ({ shift, ...frame }: CoverProps) => {
  const { roster, words, nameOf, onClose } = frame
  const { t } = useTranslation()
  const whole = wallTimes(shift)
  const [personId, setPersonId] = useState('')
  const [startsAt, setStartsAt] = useState(whole.startsAt)
  const [endsAt, setEndsAt] = useState(whole.endsAt)
  const sending = useCovering<NewOverride>(standIn, onClose)
  const others = peopleOf(roster).filter(({ id, isActive }) => id !== shift.personId && isActive)
  const send = (reason: string) => {
    const part = startsAt === whole.startsAt && endsAt === whole.endsAt ? {} : partOf(shift, startsAt, endsAt)
    sending.send({ shiftId: shift.id, personId, reason, ...part })
  }
  const title = t('roster.standInTitle', { name: nameOf(shift.personId), day: words.dayMonth(shift.date) })
  return (
    <CoverDialog {...frame} title={title} act={t('roster.acts.standIn')} isReady={personId !== ''} send={send} sending={sending}>
      <NativeSelect
        label={t('roster.whoStandsIn')}
        data-autofocus
        value={personId}
        onChange={(event) => setPersonId(event.currentTarget.value)}
        data={[{ value: '', label: t('form.choose') }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <div className="form-grid">
        <TextInput type="time" label={t('roster.from')} value={startsAt} onChange={(event) => setStartsAt(event.currentTarget.value)} />
        <TextInput type="time" label={t('roster.to')} value={endsAt} onChange={(event) => setEndsAt(event.currentTarget.value)} />
      </div>
    </CoverDialog>
  )
}

/** Times before the shift's begin are on the next day. */
const partOf = (shift: ShiftView, startsAt: string, endsAt: string): { fromAt: string; toAt: string } => {
  const begin = wallTimes(shift).startsAt
  const on = (time: string, isEnd: boolean): string => {
    const isNext = time < begin || (isEnd && time === begin)
    return instantOf(isNext ? plusDays(shift.date, 1) : shift.date, time, shift.zone)
  }
  return { fromAt: on(startsAt, false), toAt: on(endsAt, true) }
}

/** Two people change places. */
export const SwapDialog = ({ shift, ...frame }: CoverProps) => {
  const { roster, words, nameOf, onClose } = frame
  const { t } = useTranslation()
  const [withShiftId, setWith] = useState('')
  const sending = useCovering<NewSwap>(swap, onClose)
  const others = roster.shifts
    .filter(({ date, personId }) => date >= roster.from && date < roster.to && personId !== shift.personId)
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt))
  const title = t('roster.swapTitle', { name: nameOf(shift.personId), day: words.dayMonth(shift.date) })
  const send = (reason: string) => sending.send({ shiftId: shift.id, withShiftId, reason })
  return (
    <CoverDialog {...frame} title={title} act={t('roster.acts.swap')} isReady={withShiftId !== ''} send={send} sending={sending}>
      <NativeSelect
        label={t('roster.swapWith')}
        data-autofocus
        value={withShiftId}
        onChange={(event) => setWith(event.currentTarget.value)}
        data={[
          { value: '', label: t('form.choose') },
          ...others.map((other) => ({ value: other.id, label: `${words.dayMonth(other.date)}, ${words.times(other)} · ${nameOf(other.personId)}` })),
        ]}
      />
    </CoverDialog>
  )
}
