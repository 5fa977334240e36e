import { Button } from '@mantine/core'
import { IconClockOff, IconMoon, IconTemplate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shiftTypesQuery } from '../api/shift-queries.ts'
import type { ShiftType } from '../api/shift-types.ts'
import { KindWords } from '../now/level-card.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Pill } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { useChoices } from './choices.ts'
import { hoursText, wallMinutes } from './hours.ts'
import { ListTable, TabHead } from './table.tsx'
import { TypeDialog } from './type-dialog.tsx'

type Opened = { kind: 'none' } | { kind: 'add' } | { kind: 'change'; type: ShiftType }

export const TypesTab = () => {
  const { t } = useTranslation()
  const query = useQuery(shiftTypesQuery)
  const [opened, setOpened] = useState<Opened>({ kind: 'none' })
  const close = () => setOpened({ kind: 'none' })
  const types = query.data ?? []
  return (
    <>
      <TabHead why={t('planning.types.why')} add={t('planning.types.add')} onAdd={() => setOpened({ kind: 'add' })} />
      <Loaded query={query}>
        {(all) =>
          all.length === 0 ? (
            <div className="card">
              <Empty icon={IconTemplate} title={t('planning.types.none')}>
                <p>{t('planning.types.noneWhy')}</p>
              </Empty>
            </div>
          ) : (
            <TypeTable types={all} onChange={(type) => setOpened({ kind: 'change', type })} />
          )
        }
      </Loaded>
      {opened.kind === 'add' ? <TypeDialog types={types} onClose={close} /> : null}
      {opened.kind === 'change' ? <TypeDialog type={opened.type} types={types} onClose={close} /> : null}
    </>
  )
}

const TypeTable = ({ types, onChange }: { types: readonly ShiftType[]; onChange: (type: ShiftType) => void }) => {
  const { t } = useTranslation()
  const { levelName, siteName, skillName } = useChoices()
  const heads = [
    { words: t('planning.types.name') },
    { words: t('planning.times') },
    { words: t('planning.types.kind'), onlyWide: true },
    { words: t('people.level'), onlyWide: true },
    { words: t('planning.types.breaks'), onlyWide: true },
    { words: t('people.actions'), isHidden: true },
  ]
  return (
    <ListTable caption={t('planning.tabs.types')} heads={heads}>
      {[...types].sort(activeFirst).map((type) => (
        <tr key={type.id}>
          <td>
            <span className="strong">{type.name}</span> {type.isActive ? null : <Pill icon={IconClockOff}>{t('planning.types.inactive')}</Pill>}
            <span className="muted small" style={{ display: 'block' }}>
              {siteName(type.siteId)}
            </span>
          </td>
          <td>
            <TypeTimes type={type} />
          </td>
          <td className="only-wide">
            <KindWords kind={type.kind} />
          </td>
          <td className="only-wide">
            {levelName(type.levelId)}
            {type.skill === null ? null : (
              <span className="muted small" style={{ display: 'block' }}>
                {skillName(type.skill)}
              </span>
            )}
          </td>
          <td className="only-wide">
            <Breaks type={type} />
          </td>
          <td className="end">
            <Button size="xs" onClick={() => onChange(type)} aria-label={t('people.changeOf', { name: type.name })}>
              {t('people.change')}
            </Button>
          </td>
        </tr>
      ))}
    </ListTable>
  )
}

const activeFirst = (a: ShiftType, b: ShiftType): number =>
  Number(b.isActive) - Number(a.isActive) || a.startsAt.localeCompare(b.startsAt) || a.name.localeCompare(b.name)

const TypeTimes = ({ type: { startsAt, endsAt } }: { type: ShiftType }) => {
  const { t } = useTranslation()
  const isOver = endsAt <= startsAt
  return (
    <>
      <span className="strong number">
        {startsAt}–{endsAt} {isOver ? <IconMoon size={14} aria-label={t('myShifts.overNight')} className="icon night-sign" /> : null}
      </span>
      <span className="muted small" style={{ display: 'block' }}>
        {t('now.hours', { hours: hoursText(wallMinutes(startsAt, endsAt)) })}
      </span>
    </>
  )
}

const Breaks = ({ type: { breaks } }: { type: ShiftType }) => {
  const { t } = useTranslation()
  if (breaks.length === 0) return <span className="muted">{t('planning.types.noBreaks')}</span>
  return breaks.map(({ from, minutes, isPaid }) => (
    <span key={from} className="small" style={{ display: 'block' }}>
      {t(isPaid ? 'planning.types.breakPaid' : 'planning.types.breakUnpaid', { from, minutes })}
    </span>
  ))
}
