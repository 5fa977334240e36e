import { Button, Switch, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import {
  IconAlertTriangle,
  IconArrowBarToUp,
  IconCircleCheck,
  IconHandGrab,
  IconHistory,
  IconLock,
  IconMessage,
  IconPhone,
  IconStar,
  type TablerIcon,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetail, CaseEvent } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { eventWords } from './event-words.ts'
import { casePath, useCaseSend } from './use-case-send.ts'

const SIGNS: Partial<Record<CaseEvent['kind'], TablerIcon>> = {
  taken: IconHandGrab,
  takenOver: IconHandGrab,
  passedUp: IconArrowBarToUp,
  top: IconArrowBarToUp,
  deputy: IconArrowBarToUp,
  solved: IconCircleCheck,
  closed: IconCircleCheck,
  note: IconLock,
  message: IconMessage,
  called: IconPhone,
  contact: IconPhone,
  warned: IconAlertTriangle,
  olaBreached: IconAlertTriangle,
  silent: IconAlertTriangle,
  undelivered: IconAlertTriangle,
  unreachable: IconAlertTriangle,
  rated: IconStar,
}

/** What happened with it, the newest first: who, when, why. Notes are ours alone. */
export const HistoryCard = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const [isMovesOnly, setMovesOnly] = useState(false)
  const questions = new Map([...one.checklist, ...one.missing].map(({ name, question }) => [name, question]))
  const events = [...one.events].reverse().filter(({ kind }) => !isMovesOnly || MOVES.has(kind))
  return (
    <Card
      title={t('caseWork.history.title')}
      aside={<Switch label={t('caseWork.history.movesOnly')} checked={isMovesOnly} onChange={(event) => setMovesOnly(event.currentTarget.checked)} />}
    >
      <NoteForm number={one.number} />
      <ol className="history">
        {events.map((event) => (
          <EventLine key={event.id} event={event} nameOf={(fact) => questions.get(fact) ?? fact} />
        ))}
      </ol>
    </Card>
  )
}

/** What moved custody or ended it. */
export const MOVES: ReadonlySet<CaseEvent['kind']> = new Set([
  'opened',
  'taken',
  'passedUp',
  'takenOver',
  'woken',
  'handedOver',
  'top',
  'deputy',
  'solved',
  'closed',
  'reopened',
])

type EventLineProps = { event: CaseEvent; nameOf?: (fact: string) => string }

/** `nameOf`: the question of a fact, instead of its name. */
export const EventLine = ({ event, nameOf }: EventLineProps) => {
  const { t } = useTranslation()
  const { moment, dateTime } = useFormat()
  const now = useNow(60_000)
  const sentence = useEventSentence(event, nameOf)
  const Icon = SIGNS[event.kind] ?? IconHistory
  const isNote = event.kind === 'note'
  return (
    <li className={isNote ? 'is-internal' : ''}>
      <Icon size={16} stroke={1.8} aria-hidden className="icon" />
      <div className="grow stack tight">
        <span className="row">
          <span>
            {sentence.words}
            {event.person === null ? null : <span className="muted"> · {event.person.name}</span>}
          </span>
          {isNote ? (
            <Pill tone="night" icon={IconLock}>
              {t('caseWork.history.internal')}
            </Pill>
          ) : null}
        </span>
        {sentence.changed.map((change) => (
          <span key={change} className="muted">
            {change}
          </span>
        ))}
        {sentence.quotes.map((quote, index) => (
          <q key={index} className="as-written">
            {quote}
          </q>
        ))}
      </div>
      <time className="muted small number" dateTime={event.at} title={dateTime(event.at)}>
        {moment(event.at, now)}
      </time>
    </li>
  )
}

const useEventSentence = (event: CaseEvent, nameOf: EventLineProps['nameOf']) => {
  const { t, i18n } = useTranslation()
  const { dateTime } = useFormat()
  const { key, values, instants, words, quotes, changes } = eventWords(event, nameOf)
  const blanks: Record<string, string> = { ...values }
  for (const [name, at] of Object.entries(instants)) blanks[name] = at === '' ? '?' : dateTime(at)
  for (const [name, word] of Object.entries(words)) {
    const full = `${word.stem}.${word.name}`
    blanks[name] = i18n.exists(full) ? String(t(full)) : word.name
  }
  const named = (stem: string, name: string) => (i18n.exists(`${stem}.${name}`) ? String(t(`${stem}.${name}`)) : name)
  const shown = (name: string, value: string | boolean) => {
    if (typeof value === 'boolean') return t(value ? 'caseWork.yes' : 'caseWork.no')
    return name === 'severity' ? named('cases.severities', value) : value || '–'
  }
  const changed = changes.map(({ name, before, after }) => {
    const way = before === undefined ? shown(name, after) : `${shown(name, before)} → ${shown(name, after)}`
    return `${named('caseWork.fields', name)}: ${way}`
  })
  return { words: String(t(key, blanks)), quotes, changed }
}

const NoteForm = ({ number }: { number: string }) => {
  const { t } = useTranslation()
  const form = useForm({ initialValues: { text: '' }, validate: { text: (text) => (text.trim() === '' ? t('form.required') : null) } })
  const sending = useCaseSend<{ text: string }>({ path: casePath(number, '/notes'), form, onDone: () => form.reset() })
  return (
    <form className="note-form stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
      {sending.fault ? <Fault error={sending.fault} /> : null}
      <Textarea label={t('caseWork.history.note')} description={t('caseWork.history.noteWhy')} rows={2} maxLength={10000} {...form.getInputProps('text')} />
      {form.values.text === '' ? null : (
        <div className="actions">
          <Button type="submit" size="xs" leftSection={<IconLock size={14} aria-hidden />} loading={sending.isSending}>
            {t('caseWork.history.addNote')}
          </Button>
        </div>
      )}
    </form>
  )
}
