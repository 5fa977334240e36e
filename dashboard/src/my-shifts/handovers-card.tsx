import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconCircleCheck, IconMail } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { levelsQuery } from '../api/queries.ts'
import { handoversQuery } from '../api/shift-queries.ts'
import type { Handover, NewHandover } from '../api/shift-types.ts'
import type { Me } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

const LAST = 5

/** What those who leave tell those who come: the last notes, and a new one. */
export const HandoversCard = ({ me }: { me: Me }) => {
  const { t } = useTranslation()
  const query = useQuery(handoversQuery)
  return (
    <Card title={t('myShifts.handover.title')}>
      <div className="stack">
        <Loaded query={query} lines={2}>
          {(handovers) =>
            handovers.length === 0 ? (
              <p className="muted">{t('myShifts.handover.none')}</p>
            ) : (
              <ul className="lines">
                {handovers.slice(0, LAST).map((handover) => (
                  <Line key={handover.id} handover={handover} myId={me.person.id} />
                ))}
              </ul>
            )
          }
        </Loaded>
        <NewNote me={me} />
      </div>
    </Card>
  )
}

const Line = ({ handover, myId }: { handover: Handover; myId: string }) => {
  const { ago } = useFormat()
  const now = useNow(30_000)
  const level = useQuery(levelsQuery).data?.find(({ id }) => id === handover.levelId)
  return (
    <li className="handover">
      <span className="row spread">
        <span className="strong">{handover.from.name}</span>
        <span className="muted small">
          {level === undefined ? '' : `${level.name} · `}
          {ago(handover.createdAt, now)}
        </span>
      </span>
      <p className="handover-note">{handover.note}</p>
      <OpenCases cases={handover.openCases} />
      <ReadState handover={handover} myId={myId} />
    </li>
  )
}

const ReadState = ({ handover, myId }: { handover: Handover; myId: string }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const queryClient = useQueryClient()
  const reading = useSend({
    run: () => ask<unknown>('POST', `/api/handovers/${handover.id}/read`),
    onDone: () => void queryClient.invalidateQueries({ queryKey: handoversQuery.queryKey }),
  })
  if (handover.readBy !== null && handover.readAt !== null)
    return (
      <span>
        <Pill tone="ok" icon={IconCircleCheck}>
          {t('myShifts.handover.readBy', { name: handover.readBy.name, at: dateTime(handover.readAt) })}
        </Pill>
      </span>
    )
  if (handover.from.id === myId)
    return (
      <span>
        <Pill icon={IconMail}>{t('myShifts.handover.unread')}</Pill>
      </span>
    )
  return (
    <>
      {reading.fault ? <Fault error={reading.fault} /> : null}
      <Button variant="filled" className="thumb" loading={reading.isSending} onClick={() => reading.send(undefined)}>
        {t('myShifts.handover.read')}
      </Button>
    </>
  )
}

const OpenCases = ({ cases }: { cases: Handover['openCases'] }) => {
  const { t } = useTranslation()
  if (cases.length === 0) return <p className="muted small">{t('myShifts.handover.noCases')}</p>
  return (
    <details>
      <summary className="small">{t('myShifts.handover.cases', { count: cases.length })}</summary>
      <ul className="lines handover-cases">
        {cases.map((one) => (
          <li key={one.number}>
            <span className="stack tight">
              <Link to="/cases/$number" params={{ number: one.number }}>
                {one.title}
              </Link>
              <span className="muted small">
                {one.number} · {t('cases.ownedBy', { name: one.owner })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** The server adds the open cases of the level as they stand when the note is given over. */
const NewNote = ({ me }: { me: Me }) => {
  const { t } = useTranslation()
  const levels = useQuery(levelsQuery).data ?? []
  const queryClient = useQueryClient()
  const form = useForm({
    initialValues: { note: '', levelId: me.person.level?.id ?? '' },
    validate: { note: (note) => (note.trim() === '' ? t('form.required') : null), levelId: (id) => (id === '' ? t('form.required') : null) },
  })
  const giving = useSend({
    run: (body: NewHandover) => ask<Handover>('POST', '/api/handovers', { body }),
    onDone: () => {
      form.reset()
      void queryClient.invalidateQueries({ queryKey: handoversQuery.queryKey })
      void notify(t('myShifts.handover.done'))
    },
    form,
  })
  return (
    <form className="stack handover-form" onSubmit={form.onSubmit((values) => giving.send(values))} noValidate>
      {giving.fault ? <Fault error={giving.fault} /> : null}
      <Textarea label={t('myShifts.handover.note')} description={t('myShifts.handover.noteWhy')} rows={4} size="md" {...form.getInputProps('note')} />
      {me.person.level === null ? (
        <NativeSelect
          label={t('people.level')}
          data={[{ value: '', label: t('form.choose') }, ...levels.map(({ id, rank, name }) => ({ value: id, label: `${rank} · ${name}` }))]}
          {...form.getInputProps('levelId')}
        />
      ) : null}
      <div className="actions">
        <Button type="submit" className="thumb" loading={giving.isSending}>
          {t('myShifts.handover.give')}
        </Button>
      </div>
    </form>
  )
}
