import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/use-format.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { publicationsQuery } from './api.ts'
import type { Edit } from './edits.ts'
import { wallTimes } from './make-shift.ts'
import type { Fold, PublicationRow } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'
import { addDays } from './weeks.ts'

/** The clock shows this time twice on that day; somebody must say which. */
export const FoldDialog = ({ edit, words, choose, onClose }: { edit: Edit; words: RosterWords; choose: (fold: Fold) => void; onClose: () => void }) => {
  const { t } = useTranslation()
  const shift = edit.after
  if (shift === null) return null
  const pick = (fold: Fold) => () => {
    onClose()
    choose(fold)
  }
  return (
    <Dialog title={t('roster.foldTitle')} onClose={onClose}>
      <div className="stack">
        <p>{t('roster.foldWords', { day: words.longDay(shift.date), times: [wallTimes(shift).startsAt, wallTimes(shift).endsAt].join('–') })}</p>
        <div className="actions">
          <Button data-autofocus onClick={pick('first')}>
            {t('roster.foldFirst')}
          </Button>
          <Button onClick={pick('last')}>{t('roster.foldLast')}</Button>
          <Button variant="subtle" onClick={onClose}>
            {t('form.cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

export const PublicationsDialog = ({ words, onClose }: { words: RosterWords; onClose: () => void }) => {
  const { t } = useTranslation()
  const query = useQuery(publicationsQuery)
  return (
    <Dialog title={t('roster.publications')} onClose={onClose}>
      <Loaded query={query} lines={3}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="muted">{t('roster.noPublications')}</p>
          ) : (
            <ul className="lines">
              {rows.map((row) => (
                <PublicationLine key={row.version} row={row} words={words} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Dialog>
  )
}

const PublicationLine = ({ row, words }: { row: PublicationRow; words: RosterWords }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  return (
    <li>
      <span className="stack tight">
        <span className="strong">
          {t('roster.publication', { version: row.version, from: words.dayMonth(row.from), to: words.dayMonth(addDays(row.to, -1)) })}
        </span>
        <span className="muted">
          {dateTime(row.publishedAt)} · {row.publishedBy} · {t('roster.changeCount', { count: row.changeCount })}
        </span>
        {row.reason === '' ? null : <span>{row.reason}</span>}
      </span>
    </li>
  )
}

const KEYS = [
  ['arrows', '← ↑ → ↓'],
  ['open', 'Enter'],
  ['next', 'Space'],
  ['add', 'N'],
  ['shift', 'Alt + ← ↑ → ↓'],
  ['move', 'M'],
  ['copy', 'C / V'],
  ['remove', 'Delete'],
  ['undo', 'Ctrl+Z / Ctrl+Shift+Z'],
  ['publish', 'P'],
  ['help', '?'],
] as const

export const HelpDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  return (
    <Dialog title={t('roster.help')} onClose={onClose}>
      <p className="muted">{t('roster.helpWords')}</p>
      <dl className="roster-keys">
        {KEYS.map(([name, keys]) => (
          <div key={name}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(`roster.keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
