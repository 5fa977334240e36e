import { Button } from '@mantine/core'
import { IconBeach } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { leavesQuery, workersQuery } from '../api/shift-queries.ts'
import type { Leave } from '../api/shift-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useSpans } from '../format/use-spans.ts'
import { plusDays, wallOf } from '../format/zoned.ts'
import { LEAVE_SIGNS } from '../my-shifts/leaves-card.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Pill } from '../ui/pieces.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRenew } from './choices.ts'
import { LeaveDialog } from './leave-dialog.tsx'
import { ListTable, TabHead } from './table.tsx'

const BACK_DAYS = 14
const AHEAD_DAYS = 400

/** Who is away, from two weeks ago on. */
export const LeaveTab = () => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const now = useNow(60_000)
  const today = wallOf(now, zone).date
  const query = useQuery(leavesQuery(plusDays(today, -BACK_DAYS), plusDays(today, AHEAD_DAYS)))
  const [isAdding, setAdding] = useState(false)
  const heads = [
    { words: t('people.name') },
    { words: t('planning.leave.when') },
    { words: t('myShifts.note'), onlyWide: true },
    { words: t('people.actions'), isHidden: true },
  ]
  return (
    <>
      <TabHead why={t('planning.leave.why')} add={t('planning.leave.add')} onAdd={() => setAdding(true)} />
      <Loaded query={query}>
        {(leaves) =>
          leaves.length === 0 ? (
            <div className="card">
              <Empty icon={IconBeach} title={t('planning.leave.none')}>
                <p>{t('planning.leave.noneWhy')}</p>
              </Empty>
            </div>
          ) : (
            <ListTable caption={t('planning.tabs.leave')} heads={heads}>
              {[...leaves].sort(endedLast(now)).map((leave) => (
                <Row key={leave.id} leave={leave} now={now} />
              ))}
            </ListTable>
          )
        }
      </Loaded>
      {isAdding ? <LeaveDialog today={today} onClose={() => setAdding(false)} /> : null}
    </>
  )
}

const endedLast =
  (now: number) =>
  (a: Leave, b: Leave): number =>
    Number(Date.parse(a.toAt) <= now) - Number(Date.parse(b.toAt) <= now) || Date.parse(a.fromAt) - Date.parse(b.fromAt)

const Row = ({ leave, now }: { leave: Leave; now: number }) => {
  const { t } = useTranslation()
  const name = useQuery(workersQuery).data?.find(({ id }) => id === leave.personId)?.name ?? '…'
  const { zone } = useFormat()
  const words = useSpans().period(leave.fromAt, leave.toAt, zone)
  const renew = useRenew()
  const removal = useSend({ run: () => ask<unknown>('DELETE', `/api/leaves/${leave.id}`), onDone: renew })
  const isOver = Date.parse(leave.toAt) <= now
  const isNow = Date.parse(leave.fromAt) <= now && !isOver
  return (
    <tr>
      <td>
        <span className="strong" style={{ display: 'block' }}>
          {name}
        </span>
        <Pill tone={leave.kind === 'sick' ? 'warn' : 'plain'} icon={LEAVE_SIGNS[leave.kind]}>
          {t(`myShifts.leaveKinds.${leave.kind}`)}
        </Pill>
        {removal.fault ? <Fault error={removal.fault} /> : null}
      </td>
      <td>
        {words}
        {isNow ? <span className="small strong now-words">{t('planning.leave.now')}</span> : null}
        {isOver ? <span className="small muted now-words">{t('planning.leave.over')}</span> : null}
      </td>
      <td className="only-wide muted">{leave.note}</td>
      <td className="end">
        <Button
          size="xs"
          loading={removal.isSending}
          onClick={() => removal.send(undefined)}
          aria-label={t('planning.removeOf', { name: `${name}, ${words}` })}
        >
          {t('planning.remove')}
        </Button>
      </td>
    </tr>
  )
}
