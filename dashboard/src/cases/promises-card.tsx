import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetail, CasePromise } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { readWallTime } from '../format/wall-time.ts'
import { instantOf, wallOf } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Card, Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { TimeField, timeField } from '../ui/time-field.tsx'
import { casePath, useCaseSend } from './use-case-send.ts'

/** Every time that the customer was told, and whether it was kept. */
export const PromisesCard = ({ one }: { one: CaseDetail }) => {
  const { t, i18n } = useTranslation()
  const { dateTime } = useFormat()
  const [changing, setChanging] = useState<CasePromise | 'new' | null>(null)
  const isOpen = one.status === 'open'
  if (!isOpen && one.promises.length === 0) return null
  return (
    <Card
      title={t('caseWork.promises.title')}
      aside={
        isOpen ? (
          <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setChanging('new')}>
            {t('caseWork.promises.add')}
          </Button>
        ) : null
      }
    >
      {one.promises.length === 0 ? <p className="muted">{t('caseWork.promises.none')}</p> : null}
      <ul className="lines">
        {one.promises.map((promise) => (
          <li key={promise.id}>
            <span className="stack tight grow">
              <span className={promise.replacedAt === null ? 'strong' : 'muted replaced'}>
                {t('caseWork.promises.by', {
                  kind: i18n.exists(`caseWork.promises.kinds.${promise.kind}`) ? t(`caseWork.promises.kinds.${promise.kind}`) : promise.kind,
                  at: dateTime(promise.dueAt),
                })}
              </span>
              <span className="muted small">
                {t('caseWork.promises.told', { who: promise.toWhom || t('caseWork.promises.caller'), at: dateTime(promise.madeAt) })}
                {promise.reason === null ? '' : ` · ${promise.reason}`}
              </span>
            </span>
            <span className="row">
              <Standing promise={promise} />
              {isOpen && promise.keptAt === null && promise.replacedAt === null ? (
                <Button size="xs" onClick={() => setChanging(promise)} aria-label={t('caseWork.promises.changeOf', { at: dateTime(promise.dueAt) })}>
                  {t('caseWork.promises.change')}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {changing === null ? null : <PromiseDialog one={one} promise={changing === 'new' ? undefined : changing} onClose={() => setChanging(null)} />}
    </Card>
  )
}

const Standing = ({ promise }: { promise: CasePromise }) => {
  const { t } = useTranslation()
  const now = useNow(30_000)
  const standing = standingOf(promise, now)
  return <Pill tone={TONES[standing]}>{t(`caseWork.promises.standings.${standing}`)}</Pill>
}

type Standing = 'replaced' | 'kept' | 'keptLate' | 'broken' | 'open'
const TONES: Record<Standing, Tone> = { replaced: 'plain', kept: 'ok', keptLate: 'warn', broken: 'bad', open: 'accent' }

const standingOf = ({ keptAt, replacedAt, dueAt }: CasePromise, now: number): Standing => {
  if (keptAt !== null) return Date.parse(keptAt) <= Date.parse(dueAt) ? 'kept' : 'keptLate'
  if (replacedAt !== null) return 'replaced'
  return Date.parse(dueAt) <= now ? 'broken' : 'open'
}

type Values = { kind: 'answer' | 'callback'; date: string; time: string; reason: string }

/** By the company's clock. To change what was told needs a reason, and the customer hears of it. */
const PromiseDialog = ({ one, promise, onClose }: { one: CaseDetail; promise: CasePromise | undefined; onClose: () => void }) => {
  const { t } = useTranslation()
  const { zone, zoneName } = useFormat()
  const now = useNow(60_000)
  const start = wallOf(promise?.dueAt ?? now + 2 * 3_600_000, zone)
  const form = useForm<Values>({
    initialValues: { kind: 'answer', ...start, reason: '' },
    validate: {
      date: (date) => (date === '' ? t('form.required') : null),
      time: (time) => (readWallTime(time) === undefined ? t('form.required') : null),
      reason: (reason) => (promise !== undefined && reason.trim() === '' ? t('form.required') : null),
    },
  })
  const sending = useCaseSend<object>({
    ...(promise ? { method: 'PATCH' as const, path: `/api/promises/${promise.id}` } : { path: casePath(one.number, '/promises') }),
    form,
    onDone: onClose,
  })
  const save = form.onSubmit(({ kind, date, time, reason }) => {
    const dueAt = instantOf(date, readWallTime(time) ?? time, zone)
    sending.send(promise ? { dueAt, reason } : { kind, dueAt })
  })
  return (
    <Dialog title={t(promise ? 'caseWork.promises.changeTitle' : 'caseWork.promises.add')} onClose={onClose}>
      <form className="stack" onSubmit={save} noValidate>
        <p className="muted">{t(promise ? 'caseWork.promises.changeWhy' : 'caseWork.promises.addWhy')}</p>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        {promise ? null : (
          <NativeSelect
            label={t('caseWork.promises.kind')}
            data={(['answer', 'callback'] as const).map((value) => ({ value, label: t(`caseWork.promises.kinds.${value}`) }))}
            {...form.getInputProps('kind')}
          />
        )}
        <div className="row top pair">
          <TextInput className="grow" type="date" label={t('caseWork.promises.date')} {...form.getInputProps('date')} />
          <TimeField className="grow" label={t('caseWork.promises.time', { zone: zoneName })} {...timeField(form, 'time')} />
        </div>
        {promise ? <Textarea label={t('caseWork.moves.reason')} rows={2} maxLength={1000} {...form.getInputProps('reason')} /> : null}
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('form.save')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
