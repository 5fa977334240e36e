import { IconGripVertical, IconMoon, IconPhone } from '@tabler/icons-react'
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShiftTypeView } from './types.ts'

/** The kinds of shifts, to be dragged onto a day. A click on an empty cell offers the same. */
export const Palette = memo(({ types }: { types: readonly ShiftTypeView[] }) => {
  const { t } = useTranslation()
  if (types.length === 0) return null
  return (
    <div className="roster-palette only-wide">
      <span className="dim small">{t('roster.palette')}</span>
      {types.map((type) => (
        <PaletteItem key={type.id} type={type} />
      ))}
    </div>
  )
})

const PaletteItem = ({ type }: { type: ShiftTypeView }) => {
  const box = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (box.current === null) return
    return draggable({ element: box.current, getInitialData: () => ({ kind: 'type', typeId: type.id }) })
  }, [type.id])
  const isNight = type.startsAt >= '20:00'
  return (
    <span ref={box} className={`roster-type ${isNight ? 'is-night' : 'is-day'} ${type.kind === 'onCall' ? 'is-on-call' : ''}`}>
      <IconGripVertical size={13} aria-hidden />
      {type.kind === 'onCall' ? <IconPhone size={13} aria-hidden /> : null}
      {isNight ? <IconMoon size={13} aria-hidden /> : null}
      {type.name} <span className="roster-type-hours">{`${type.startsAt}–${type.endsAt}`}</span>
    </span>
  )
}
