import './house.css'
import { Button, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconClockOff, IconPhoneOff, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { instantOf, plusDays, wallOf } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { PageHead, Pill } from '../ui/pieces.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { block, blockedQuery, unblock, type BlockedNumber } from './house-api.ts'

/** Numbers that the line turns away for a while: machines that call and call. */
export const BlockedPage = () => {
  const { t } = useTranslation()
  const query = useQuery(blockedQuery)
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <PageHead title={t('shell.items.blockedNumbers')}>
        <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {t('house.blocked.add')}
        </Button>
      </PageHead>
      <p className="muted house-why">{t('house.blocked.why')}</p>
      <Loaded query={query}>
        {(numbers) =>
          numbers.length === 0 ? (
            <div className="card">
              <Empty icon={IconPhoneOff} title={t('house.blocked.none')} />
            </div>
          ) : (
            <BlockedTable numbers={numbers} />
          )
        }
      </Loaded>
      {isAdding ? <BlockDialog onClose={() => setAdding(false)} /> : null}
    </>
  )
}

const BlockedTable = ({ numbers }: { numbers: readonly BlockedNumber[] }) => {
  const { t } = useTranslation()
  return (
    <div className="card flush">
      <table className="list">
        <caption>{t('shell.items.blockedNumbers')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('house.blocked.number')}</th>
            <th scope="col" className="only-wide">
              {t('house.blocked.reason')}
            </th>
            <th scope="col" className="only-wide">
              {t('house.blocked.until')}
            </th>
            <th scope="col" className="end">
              {t('house.blocked.turnedAway')}
            </th>
            <th scope="col" className="only-wide">
              <span className="hidden-words">{t('people.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {numbers.map((blocked) => (
            <BlockedRow key={blocked.number} blocked={blocked} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const BlockedRow = ({ blocked: { number, reason, blockedBy, blockedAt, expiresAt, turnedAway } }: { blocked: BlockedNumber }) => {
  const { t } = useTranslation()
  const { date, dateTime } = useFormat()
  const now = useNow(60_000)
  const queryClient = useQueryClient()
  const freeing = useSend({ run: () => unblock(number), onDone: () => void queryClient.invalidateQueries({ queryKey: blockedQuery.queryKey }) })
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= now
  const until = expiresAt === null ? t('house.blocked.noEnd') : dateTime(expiresAt)
  const take = (
    <Button size="xs" loading={freeing.isSending} onClick={() => freeing.send(undefined)} aria-label={t('house.blocked.takeOf', { number })}>
      {t('house.blocked.take')}
    </Button>
  )
  const made = blockedBy
    ? t('house.blocked.madeBy', { name: blockedBy.name, date: date(blockedAt) })
    : t('house.blocked.madeByProgram', { date: date(blockedAt) })
  return (
    <tr>
      <td>
        <span className="row">
          <span className="strong number">{groupNumber(number)}</span>
          {isOver ? <Pill icon={IconClockOff}>{t('house.blocked.over')}</Pill> : null}
        </span>
        <span className="only-narrow stack tight small">
          <span>{reason}</span>
          <span className="muted">
            {made} · {t('house.blocked.until')}: {until}
          </span>
          <span className="actions">{take}</span>
        </span>
        {freeing.fault ? <Fault error={freeing.fault} /> : null}
      </td>
      <td className="only-wide">
        <span className="stack tight">
          {reason}
          <span className="muted small">{made}</span>
        </span>
      </td>
      <td className="only-wide">{until}</td>
      <td className="end">{turnedAway}</td>
      <td className="only-wide end">{take}</td>
    </tr>
  )
}

type Values = { number: string; reason: string; expiresAt: string }

/** Most blocks are for a while: a month is proposed. The last day is blocked whole. */
const BlockDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const queryClient = useQueryClient()
  const today = wallOf(useNow(60_000), zone).date
  const form = useForm<Values>({
    initialValues: { number: '', reason: '', expiresAt: plusDays(today, 30) },
    validate: {
      number: (number) => (number.trim() === '' ? t('form.required') : null),
      reason: (reason) => (reason.trim() === '' ? t('form.required') : null),
      expiresAt: (day) => (day !== '' && day < today ? t('house.blocked.passed') : null),
    },
  })
  const sending = useSend({
    run: ({ number, reason, expiresAt: day }: Values) =>
      block({ number: number.trim(), reason, expiresAt: day === '' ? null : instantOf(plusDays(day, 1), '00:00', zone) }),
    onDone: ({ number }) => {
      void queryClient.invalidateQueries({ queryKey: blockedQuery.queryKey })
      void notify(t('house.blocked.done', { number: groupNumber(number) }))
      onClose()
    },
    form,
  })
  return (
    <Dialog title={t('house.blocked.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <TextInput label={t('house.blocked.number')} inputMode="tel" placeholder="+49…" maxLength={32} data-autofocus {...form.getInputProps('number')} />
        <Textarea label={t('house.blocked.reason')} rows={2} maxLength={500} {...form.getInputProps('reason')} />
        <TextInput
          type="date"
          label={t('house.blocked.lastDay')}
          description={t('house.blocked.lastDayWhy')}
          min={today}
          {...form.getInputProps('expiresAt')}
        />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('house.blocked.do')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
