import { Button } from '@mantine/core'
import { IconUsersPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { needsQuery } from '../api/shift-queries.ts'
import type { Need } from '../api/shift-types.ts'
import { KindWords } from '../now/level-card.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useChoices, useRenew } from './choices.ts'
import { NeedDialog } from './need-dialog.tsx'
import { ListTable, TabHead } from './table.tsx'
import { useDayWords } from './weekdays.ts'

type Opened = { kind: 'none' } | { kind: 'add' } | { kind: 'change'; need: Need }

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
      <TabHead why={t('planning.needs.why')} add={t('planning.needs.add')} onAdd={() => setOpened({ kind: 'add' })} />
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
              {needs.map((need) => (
                <Row key={need.id} need={need} onChange={() => setOpened({ kind: 'change', need })} />
              ))}
            </ListTable>
          )
        }
      </Loaded>
      {opened.kind === 'add' ? <NeedDialog onClose={close} /> : null}
      {opened.kind === 'change' ? <NeedDialog need={opened.need} onClose={close} /> : null}
    </>
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
