import { IconAlertTriangle, IconArrowsExchange, IconDots, IconLock, IconMoon, IconPhone } from '@tabler/icons-react'
import { memo, useEffect, useRef } from 'react'
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useTranslation } from 'react-i18next'
import { placeOf } from './day-scale.ts'
import type { Chip, Day } from './grid-model.ts'
import { afterPaint } from './after-paint.ts'
import { useIsLocked } from './locks.ts'
import { shortTime } from './wall-time.ts'

/** `scale`: the day to whose hours it is drawn; null: as wide as its cell. */
type ChipProps = { chip: Chip; isSelected: boolean; mayEdit: boolean; scale: Day | null }

const classOf = (base: string, { isNight, severity, standsInFor, replacedBy, shift }: Chip, isSelected: boolean): string =>
  [
    base,
    isNight ? 'is-night' : 'is-day',
    shift.kind === 'onCall' ? 'is-on-call' : '',
    severity === 'refused' || severity === 'unlawful' ? 'is-wrong' : '',
    severity === 'warning' ? 'is-warned' : '',
    standsInFor ? 'is-stand-in' : '',
    replacedBy.length > 0 ? 'is-replaced' : '',
    isSelected ? 'is-selected' : '',
  ].join(' ')

/** Hours in words, and below them where they lie in the day. Every sign has a shape: a colour alone says nothing here. */
export const ShiftChip = memo(({ chip, isSelected, mayEdit, scale }: ChipProps) => {
  const { t } = useTranslation()
  const { shift, standsInFor, replacedBy } = chip
  const box = useDraggable(chip, mayEdit)
  return (
    <div ref={box} className={classOf('roster-chip', chip, isSelected)} data-shift={shift.id} style={scale ? shares(placeOf(shift, scale)) : undefined}>
      <ChipWords chip={chip} />
      {standsInFor ? (
        <span className="roster-chip-note" aria-hidden>
          {t('roster.forName', { name: standsInFor.name })}
        </span>
      ) : null}
      {replacedBy.length > 0 ? (
        <span className="roster-chip-note" aria-hidden>
          {t('roster.byName', { names: replacedBy.join(', ') })}
        </span>
      ) : null}
      {scale ? null : <Track parts={chip.track} />}
      {isSelected ? (
        <button type="button" tabIndex={-1} className="roster-chip-more" data-menu aria-label={t('roster.menu')}>
          <IconDots size={14} aria-hidden />
        </button>
      ) : null}
    </div>
  )
})

const ChipWords = ({ chip: { shift, startsAt, endsAt, endsNextDay, standsInFor, severity, isNight } }: { chip: Chip }) => (
  <span className="roster-chip-words" aria-hidden>
    {severity ? <IconAlertTriangle size={13} stroke={2.4} aria-hidden /> : null}
    {standsInFor ? <IconArrowsExchange size={13} stroke={2.4} aria-hidden /> : null}
    {shift.kind === 'onCall' ? <IconPhone size={13} stroke={2.2} aria-hidden /> : null}
    {isNight && shift.kind === 'desk' ? <IconMoon size={13} stroke={2.2} aria-hidden /> : null}
    <span className="roster-chip-hours">{`${shortTime(startsAt)}–${shortTime(endsAt)}`}</span>
    {endsNextDay ? <span className="roster-chip-next">+1</span> : null}
    <LockSign id={shift.id} />
  </span>
)

const LockSign = ({ id }: { id: string }) => (useIsLocked(id) ? <IconLock size={13} stroke={2.2} className="roster-lock" aria-hidden /> : null)

/** A letter for a whole shift, where thirty-five days stand side by side. */
export const ShiftLetter = memo(({ chip, letter, isSelected, mayEdit }: Omit<ChipProps, 'scale'> & { letter: string }) => {
  const box = useDraggable(chip, mayEdit)
  const isLocked = useIsLocked(chip.shift.id)
  return (
    <div ref={box} className={classOf('roster-letter', chip, isSelected)} data-shift={chip.shift.id} aria-hidden>
      {letter}
      {chip.severity ? '!' : ''}
      {isLocked ? '·' : ''}
    </div>
  )
})

/** What the evening before left over: seen, not touched. */
export const ShiftTail = ({ chip, day }: { chip: Chip; day: Day }) => (
  <div className={`${classOf('roster-chip', chip, false)} is-tail`} style={shares(placeOf(chip.shift, day))} aria-hidden>
    <span className="roster-chip-words">{`–${shortTime(chip.endsAt)}`}</span>
  </div>
)

const useDraggable = ({ shift, standsInFor }: Chip, mayEdit: boolean) => {
  const box = useRef<HTMLDivElement>(null)
  const isLoose = mayEdit && standsInFor === null
  useEffect(() => {
    if (!isLoose || box.current === null) return
    const element = box.current
    return afterPaint(() => draggable({ element, getInitialData: () => ({ kind: 'shift', shiftId: shift.id }) }))
  }, [isLoose, shift.id])
  return box
}

const share = (value: number): string => `${(value * 100).toFixed(2)}%`
const shares = ({ left, width }: { left: number; width: number }) => ({ marginLeft: share(left), width: share(width) })

const Track = ({ parts }: { parts: Chip['track'] }) => (
  <span className="roster-track" aria-hidden>
    {parts.map(({ left, width, isTail }) => (
      <span key={left} className={isTail ? 'is-tail' : ''} style={{ left: share(left), width: share(width) }} />
    ))}
  </span>
)
