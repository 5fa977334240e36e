import { Button, NativeSelect } from '@mantine/core'
import { IconAddressBook, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { directoryQuery, unmetQuery } from '../api/line-queries.ts'
import type { DirectoryEntry } from '../api/line-types.ts'
import { meQuery } from '../api/queries.ts'
import { useFormat } from '../format/use-format.ts'
import { maySupervise } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, PageHead } from '../ui/pieces.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Empty } from '../ui/states.tsx'
import { DirectoryTable } from './directory-table.tsx'
import { EntryDialog } from './entry-dialog.tsx'

type Opened = { kind: 'none' } | { kind: 'add' } | { kind: 'change'; entry: DirectoryEntry }

/** Whom callers are referred to: what the line says and what people look up. */
export const DirectoryPage = () => {
  const { t } = useTranslation()
  const [q, setQ] = useState('')
  const [section, setSection] = useState('')
  const query = useQuery(directoryQuery(q, section))
  const all = useQuery(directoryQuery('', ''))
  const role = useQuery(meQuery).data?.person.role
  const mayEdit = role !== undefined && maySupervise(role)
  const [opened, setOpened] = useState<Opened>({ kind: 'none' })
  const close = () => setOpened({ kind: 'none' })
  const sections = [...new Set((all.data ?? []).map((entry) => entry.section))].sort()
  return (
    <>
      <PageHead title={t('directory.title')}>
        {mayEdit ? (
          <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened({ kind: 'add' })}>
            {t('directory.add')}
          </Button>
        ) : null}
      </PageHead>
      <search className="toolbar">
        <SearchField label={t('directory.search')} value={q} onSearch={setQ} />
        <NativeSelect
          label={t('directory.section')}
          value={section}
          onChange={(event) => setSection(event.currentTarget.value)}
          data={[{ value: '', label: t('directory.allSections') }, ...sections]}
        />
      </search>
      <Loaded query={query} lines={8}>
        {(entries) =>
          entries.length === 0 ? (
            <div className="card">
              <Empty icon={IconAddressBook} title={t('directory.none')}>
                <p>{t('directory.noneWhy')}</p>
              </Empty>
            </div>
          ) : (
            <DirectoryTable entries={entries} mayEdit={mayEdit} onChange={(entry) => setOpened({ kind: 'change', entry })} />
          )
        }
      </Loaded>
      <UnmetCard />
      {opened.kind === 'add' ? <EntryDialog onClose={close} /> : null}
      {opened.kind === 'change' ? <EntryDialog entry={opened.entry} onClose={close} /> : null}
    </>
  )
}

const UnmetCard = () => {
  const { t } = useTranslation()
  const { date } = useFormat()
  const query = useQuery(unmetQuery)
  return (
    <Card title={t('directory.unmet')}>
      <Loaded query={query} lines={3}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="muted">{t('directory.unmetNone')}</p>
          ) : (
            <ul className="lines">
              {rows.slice(0, 20).map((row) => (
                <li key={`${row.asked} ${row.section ?? ''} ${row.by}`} className="middle">
                  <span>
                    <span className="strong">{row.asked}</span> {row.section === null ? null : <span className="muted">{row.section}</span>}
                  </span>
                  <span className="muted small">{t('directory.times', { count: row.count, at: date(row.lastAt) })}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
