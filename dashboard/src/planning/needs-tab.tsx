import { Button } from '@mantine/core'
import { IconCalendarEvent, IconCopy, IconUsersPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { needsQuery } from '../api/shift-queries.ts'
import type { Need } from '../api/shift-types.ts'
import { useSpans } from '../format/use-spans.ts'
import { plusDays } from '../format/zoned.ts'
import { KindWords } from '../now/level-card.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Pill } from '../ui/pieces.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useChoices, useRenew } from './choices.ts'
import { CopyNeedsDialog } from './copy-needs-dialog.tsx'
import { NeedDialog } from './need-dialog.tsx'
import { ListTable, TabHead } from './table.tsx'
import { useDayWords } from './weekdays.ts'

type Opened = { kind: 'none' } | { kind: 'add' } | { kind: 'copy' } | { kind: 'change'; need: Need }

/** How many people are needed when: what the roster is measured by. */
export const NeedsTab = () => {
  const { t } = useTranslation()
  const query = useQuery(needsQuery)
  const [opened, setOpened] = useState<Opened>({ kind: 'none' })
  const close = () => setOpened({ kind: 'none' })
  const heads = [
    { words: t('planning.needs.when') },
    { words: t('planning.needs.people') },
    { words: t('people.level'), onlyWide: true },
    { words: t('planning.site'), onlyWide: true },
    { words: t('people.actions'), isHidden: true },
  ]
  return (
    <>
      <TabHead why={t('planning.needs.why')} add={t('planning.needs.add')} onAdd={() => setOpened({ kind: 'add' })}>
        <Button leftSection={<IconCopy size={16} aria-hidden />} onClick={() => setOpened({ kind: 'copy' })}>
          {t('planning.needs.copy')}
        </Button>
      </TabHead>
      <Loaded query={query}>
        {(needs) =>
          needs.length === 0 ? (
            <div className="card">
              <Empty icon={IconUsersPlus} title={t('planning.needs.none')}>
                <p>{t('planning.needs.noneWhy')}</p>
              </Empty>
            </div>
          ) : (
            <ListTable caption={t('planning.tabs.needs')} heads={heads}>
              {[...needs].sort(standingFirst).map((need) => (
                <Row key={need.id} need={need} onChange={() => setOpened({ kind: 'change', need })} />
              ))}
            </ListTable>
          )
        }
      </Loaded>
      {opened.kind === 'copy' ? <CopyNeedsDialog onClose={close} /> : null}
      {opened.kind === 'add' ? <NeedDialog onClose={close} /> : null}
      {opened.kind === 'change' ? <NeedDialog need={opened.need} onClose={close} /> : null}
    </>
  )
}

/** Those that always hold, then those of certain days, by the day on which they begin. */
const standingFirst = (a: Need, b: Need): number => (a.validFrom ?? '').localeCompare(b.validFrom ?? '') || a.startsAt.localeCompare(b.startsAt)

const Dated = ({ need: { validFrom, validTo, isInstead } }: { need: Need }) => {
  const { t } = useTranslation()
  const { date } = useSpans()
  if (validFrom === null && validTo === null) return null
  const first = validFrom === null ? '' : date(validFrom)
  const last = validTo === null ? '' : date(plusDays(validTo, -1))
  const words =
    first !== '' && last !== '' ? `${first} – ${last}` : first === '' ? t('planning.needs.until', { date: last }) : t('planning.needs.from', { date: first })
  return (
    <span className="row marks">
      <Pill tone={isInstead ? 'accent' : 'plain'} icon={IconCalendarEvent}>
        {words}
        {isInstead ? ` · ${t('planning.needs.instead')}` : ''}
      </Pill>
    </span>
  )
}

const Row = ({ need, onChange }: { need: Need; onChange: () => void }) => {
  const { t } = useTranslation()
  const { levelName, siteName, skillName } = useChoices()
  const dayWords = useDayWords()
  const renew = useRenew()
  const removal = useSend({ run: () => ask<unknown>('DELETE', `/api/needs/${need.id}`), onDone: renew })
  const name = `${dayWords(need.days)} ${need.startsAt}–${need.endsAt}`
  return (
    <tr>
      <td>
        <span className="strong number">
          {need.startsAt}–{need.endsAt}
        </span>
        <span className="muted small" style={{ display: 'block' }}>
          {dayWords(need.days)}
          {need.onHolidays ? '' : ` · ${t('planning.needs.notOnHolidays')}`}
        </span>
        <Dated need={need} />
        {removal.fault ? <Fault error={removal.fault} /> : null}
      </td>
      <td>
        <span className="row">
          <span className="strong">{need.people}</span> <KindWords kind={need.kind} />
        </span>
        {need.skill === null ? null : <span className="muted small">{skillName(need.skill)}</span>}
      </td>
      <td className="only-wide">{levelName(need.levelId)}</td>
      <td className="only-wide">
        {siteName(need.siteId)}
        <span className="muted small" style={{ display: 'block' }}>
          {need.zone}
        </span>
      </td>
      <td className="end">
        <span className="actions" style={{ justifyContent: 'flex-end' }}>
          <Button size="xs" onClick={onChange} aria-label={t('people.changeOf', { name })}>
            {t('people.change')}
          </Button>
          <Button size="xs" loading={removal.isSending} onClick={() => removal.send(undefined)} aria-label={t('planning.removeOf', { name })}>
            {t('planning.remove')}
          </Button>
        </span>
      </td>
    </tr>
  )
}
