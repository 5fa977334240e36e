import { Button } from '@mantine/core'
import { IconCheck, IconClockExclamation, IconPencil, IconSpeakerphone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DirectoryEntry } from '../api/line-types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { ListTable } from '../planning/table.tsx'
import { Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { hoursToText, isOpenAt } from './hours.ts'
import { useKeepEntry } from './use-keep-entry.ts'

type TableProps = { entries: readonly DirectoryEntry[]; mayEdit: boolean; onChange: (entry: DirectoryEntry) => void }

export const DirectoryTable = ({ entries, mayEdit, onChange }: TableProps) => {
  const { t } = useTranslation()
  const now = useNow(30_000)
  const heads = [
    { words: t('directory.name') },
    { words: t('directory.number'), onlyWide: true },
    { words: t('directory.hours'), onlyWide: true },
    { words: t('directory.checked'), onlyWide: true },
    ...(mayEdit ? [{ words: t('directory.change'), isHidden: true }] : []),
  ]
  return (
    <ListTable caption={t('directory.title')} heads={heads}>
      {entries.map((entry) => (
        <EntryRow key={entry.id} entry={entry} now={now} {...(mayEdit ? { onChange: () => onChange(entry) } : {})} />
      ))}
    </ListTable>
  )
}

const EntryRow = ({ entry, now, onChange }: { entry: DirectoryEntry; now: number; onChange?: () => void }) => {
  const { t } = useTranslation()
  const { date } = useFormat()
  const phone = entry.number === null ? null : <a href={`tel:${entry.number}`}>{groupNumber(entry.number)}</a>
  return (
    <tr>
      <td>
        <span className="row" style={{ gap: 6 }}>
          <span className="strong">{entry.name}</span>
          {entry.isSponsored ? (
            <Pill tone="accent" icon={IconSpeakerphone}>
              {t('directory.sponsored')}
            </Pill>
          ) : null}
        </span>
        <span className="muted small" style={{ display: 'block' }}>
          {[entry.section, ...entry.aliases].join(' · ')}
        </span>
        <div className="only-narrow" style={{ flexDirection: 'column', alignItems: 'flex-start', gap: 2 }}>
          {phone ? <span className="number">{phone}</span> : null}
          <OpeningHours entry={entry} now={now} />
          {entry.isStale ? <StalePill /> : null}
        </div>
        {entry.note === '' ? null : <span className="small">{entry.note}</span>}
      </td>
      <td className="number only-wide">{phone ?? '—'}</td>
      <td className="only-wide">
        <OpeningHours entry={entry} now={now} />
      </td>
      <td className="only-wide">
        {date(entry.checkedAt)}
        {entry.isStale ? <StalePill /> : null}
        <span className="muted small" style={{ display: 'block' }}>
          {entry.source}
        </span>
      </td>
      {onChange ? (
        <td>
          <EntryButtons entry={entry} onChange={onChange} />
        </td>
      ) : null}
    </tr>
  )
}

const OpeningHours = ({ entry, now }: { entry: DirectoryEntry; now: number }) => {
  const { t } = useTranslation()
  const isOpen = isOpenAt(entry, now)
  return (
    <>
      <Pill tone={isOpen ? 'ok' : 'plain'}>{t(isOpen ? 'directory.open' : 'directory.closed')}</Pill>
      <span className="muted small" style={{ display: 'block' }}>
        {entry.hours === null ? t('directory.always') : hoursToText(entry.hours)}
      </span>
    </>
  )
}

const StalePill = () => {
  const { t } = useTranslation()
  return (
    <Pill tone="warn" icon={IconClockExclamation}>
      {t('directory.stale')}
    </Pill>
  )
}

const EntryButtons = ({ entry, onChange }: { entry: DirectoryEntry; onChange: () => void }) => {
  const { t } = useTranslation()
  const keeping = useKeepEntry(entry.id)
  const { section, name, aliases, number, hours, zone, note, source, isSponsored } = entry
  // Whoever writes an entry has looked whether it holds: so it is written as it stands.
  const check = () => keeping.send({ section, name, aliases, number, hours, zone, note, source, isSponsored })
  return (
    <div className="stack tight">
      {keeping.fault ? <Fault error={keeping.fault} /> : null}
      <div className="actions">
        <Button
          size="xs"
          leftSection={<IconCheck size={14} aria-hidden />}
          loading={keeping.isSending}
          onClick={check}
          aria-label={t('directory.checkOf', { name })}
        >
          {t('directory.check')}
        </Button>
        <Button size="xs" leftSection={<IconPencil size={14} aria-hidden />} onClick={onChange} aria-label={t('directory.changeOf', { name })}>
          {t('directory.change')}
        </Button>
      </div>
    </div>
  )
}
