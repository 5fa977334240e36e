import { Button, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/http.ts'
import { groupBy } from '../../../services/roster-rules/group-by.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { diffQuery, publish } from './api.ts'
import { FindingList, GapList } from './to-fix.tsx'
import type { LevelRank, Period, RosterChange, RosterDiff } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'

type PublishProps = {
  period: Period
  zone: string
  words: RosterWords
  levels: readonly LevelRank[]
  nameOf: (id: string | null) => string
  onClose: () => void
}

/** What would be published, seen before it is. If the draft changes meanwhile, the new difference is shown and nothing is published. */
export const PublishDialog = ({ period, onClose, ...rest }: PublishProps) => {
  const { t } = useTranslation()
  const query = useQuery(diffQuery(period))
  return (
    <Dialog title={t('roster.publishTitle')} onClose={onClose}>
      <Loaded query={query} lines={4}>
        {(diff) =>
          diff.changes.length === 0 ? <p className="muted">{t('roster.nothingNew')}</p> : <Difference diff={diff} period={period} onClose={onClose} {...rest} />
        }
      </Loaded>
    </Dialog>
  )
}

const Difference = ({ diff, period, zone, words, levels, nameOf, onClose }: PublishProps & { diff: RosterDiff }) => {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const sending = usePublish(period, (count) => {
    void notify(t('roster.published', { count }))
    onClose()
  })
  const unlawful = diff.findings.filter(({ severity }) => severity !== 'warning').length
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        sending.send({ diff, reason: reason.trim() })
      }}
    >
      {sending.fault ? <Fault error={sending.fault} /> : null}
      <ChangesByPerson changes={diff.changes} words={words} nameOf={nameOf} />
      {diff.findings.length > 0 ? (
        <details className="roster-details" open={unlawful > 0}>
          <summary>{t('roster.findingsCount', { count: diff.findings.length })}</summary>
          <FindingList findings={diff.findings} zone={zone} words={words} nameOf={nameOf} />
        </details>
      ) : null}
      {diff.gaps.length > 0 ? (
        <details className="roster-details">
          <summary>{t('roster.gapsCount', { count: diff.gaps.length })}</summary>
          <GapList gaps={diff.gaps} zone={zone} words={words} levels={levels} />
        </details>
      ) : null}
      {unlawful > 0 ? (
        <Note tone="warn" icon={IconAlertTriangle}>
          {t('roster.reasonNeeded', { count: unlawful })}
        </Note>
      ) : null}
      <Textarea
        label={t('roster.reason')}
        required={unlawful > 0}
        maxLength={500}
        autosize={false}
        rows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="actions">
        <Button type="submit" variant="filled" loading={sending.isSending} disabled={unlawful > 0 && reason.trim() === ''}>
          {t('roster.publish', { count: diff.changes.length })}
        </Button>
        <Button onClick={onClose}>{t('form.cancel')}</Button>
      </div>
    </form>
  )
}

const usePublish = (period: Period, onDone: (count: number) => void) => {
  const queryClient = useQueryClient()
  return useSend({
    run: async ({ diff, reason }: { diff: RosterDiff; reason: string }) => {
      try {
        await publish({ ...period, seen: diff.seen, reason })
      } catch (error) {
        // Not what was seen: look again.
        if (error instanceof ApiError && error.problem.code === 'ROSTER_CHANGED') await queryClient.invalidateQueries({ queryKey: diffQuery(period).queryKey })
        throw error
      }
      return diff.changes.length
    },
    onDone: (count) => {
      void queryClient.invalidateQueries({ queryKey: ['roster'] })
      onDone(count)
    },
  })
}

type ChangesProps = { changes: readonly RosterChange[]; words: RosterWords; nameOf: (id: string | null) => string }

/** Whose roster changes, and how. What moves from one person to another is said at both. */
const ChangesByPerson = ({ changes, words, nameOf }: ChangesProps) => {
  const { t } = useTranslation()
  const lines = changes.flatMap((change) => {
    const people = new Set([change.before?.personId, change.after?.personId].filter((id) => id !== undefined))
    return [...people].map((personId) => ({ personId, change: seenBy(personId, change) }))
  })
  const groups = [...groupBy(lines, ({ personId }) => personId)].sort(([a], [b]) => nameOf(a).localeCompare(nameOf(b)))
  return (
    <ul className="roster-changes" tabIndex={0} aria-label={t('roster.changesTitle')}>
      {groups.map(([personId, own]) => (
        <li key={personId}>
          <span className="strong">{nameOf(personId)}</span>
          <ul>
            {own.map(({ change }) => (
              <ChangeLine key={change.id} change={change} words={words} />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

/** A shift that goes to somebody else is removed for one and added for the other. */
const seenBy = (personId: string, { id, before, after, change }: RosterChange): RosterChange => {
  if (before?.personId === after?.personId || before === null || after === null) return { id, before, after, change }
  return before.personId === personId ? { id, before, after: null, change: 'removed' } : { id, before: null, after, change: 'added' }
}

const SIGNS = { added: IconPlus, removed: IconMinus, changed: IconPencil }

const ChangeLine = ({ change: { before, after, change }, words }: { change: RosterChange; words: RosterWords }) => {
  const { t } = useTranslation()
  const Icon = SIGNS[change]
  const [was, is] = [before, after].map((shift) => (shift ? `${words.dayMonth(shift.date)}, ${words.times(shift)}` : ''))
  return (
    <li className={change}>
      <Icon size={14} stroke={2.4} aria-hidden className="icon" />
      <span>
        {t(`roster.changes.${change}`)}: {was}
        {was !== '' && is !== '' ? <IconArrowRight size={13} className="icon roster-arrow" role="img" aria-label={t('roster.to')} /> : null}
        {is}
      </span>
    </li>
  )
}
