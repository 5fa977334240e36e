import './house.css'
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { peopleQuery } from '../api/queries.ts'
import type { Person } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { belongingsQuery, letGo, type Departure, type HeirloomCounts } from './house-api.ts'
import { kindsIn, kindsLeft, NOBODY_CHOSEN, toSuccessors, type Chosen } from './successors.ts'

type Leaver = Pick<Person, 'id' | 'name'>

/** Somebody leaves the house: what is still in these hands, who takes it over, and afterwards what went where. */
export const DepartureDialog = ({ person, onClose }: { person: Leaver; onClose: () => void }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const query = useQuery(belongingsQuery(person.id))
  const form = useForm<Values>({ initialValues: { ...NOBODY_CHOSEN, note: '' } })
  const sending = useSend({
    run: ({ note, ...chosen }: Values) => letGo(person.id, { successors: toSuccessors(chosen), note }),
    onDone: () => void queryClient.invalidateQueries(),
    form,
  })
  return (
    <Dialog title={t('house.departure.title', { name: person.name })} onClose={onClose}>
      {sending.done ? (
        <Outcome departure={sending.done} onClose={onClose} />
      ) : (
        <Loaded query={query} lines={4}>
          {({ counts }) => (
            <DepartureForm
              person={person}
              counts={counts}
              form={form}
              fault={sending.fault}
              isSending={sending.isSending}
              onSend={sending.send}
              onClose={onClose}
            />
          )}
        </Loaded>
      )}
    </Dialog>
  )
}

type Values = Chosen & { note: string }
type DepartureFormProps = {
  person: Leaver
  counts: HeirloomCounts
  form: ReturnType<typeof useForm<Values>>
  fault: unknown
  isSending: boolean
  onSend: (values: Values) => void
  onClose: () => void
}

const DepartureForm = ({ person, counts, form, fault, isSending, onSend, onClose }: DepartureFormProps) => {
  const { t } = useTranslation()
  const heirs = useHeirs(person.id)
  const kinds = kindsIn(counts)
  const forAll = heirs.find(({ value }) => value === form.values.to)
  const submit = form.onSubmit((values) => {
    const left = kindsLeft(counts, values)
    // Nobody is chosen at all: one field says so.
    const fields = left.length > 0 && left.length === kinds.length ? ['to'] : left
    const errors = Object.fromEntries([...fields, ...(values.note.trim() === '' ? ['note'] : [])].map((field) => [field, t('form.required')]))
    form.setErrors(errors)
    if (Object.keys(errors).length === 0) onSend(values)
  })
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="muted">{t('house.departure.why', { name: person.name })}</p>
      {fault ? <Fault error={fault} /> : null}
      {kinds.length === 0 ? (
        <Note icon={IconInfoCircle}>{t('house.departure.nothing', { name: person.name })}</Note>
      ) : (
        <>
          <NativeSelect
            label={kinds.length === 1 && kinds[0] ? `${t(`house.departure.kinds.${kinds[0]}`)} (${counts[kinds[0]]})` : t('house.departure.toAll')}
            data={[{ value: '', label: t('form.choose') }, ...heirs]}
            {...form.getInputProps('to')}
          />
          {kinds.length > 1 ? (
            <fieldset className="house-kinds">
              <legend className="strong">{t('house.departure.each')}</legend>
              <div className="form-grid">
                {kinds.map((kind) => (
                  <NativeSelect
                    key={kind}
                    label={`${t(`house.departure.kinds.${kind}`)} (${counts[kind]})`}
                    data={[{ value: '', label: forAll ? t('house.departure.same', { name: forAll.label }) : t('form.choose') }, ...heirs]}
                    {...form.getInputProps(kind)}
                  />
                ))}
              </div>
            </fieldset>
          ) : null}
        </>
      )}
      <Textarea
        label={t('house.departure.note')}
        description={t('house.departure.noteWhy')}
        autosize={false}
        rows={2}
        maxLength={1000}
        {...form.getInputProps('note')}
      />
      <div className="actions">
        <Button type="submit" variant="filled" loading={isSending}>
          {t('house.departure.do')}
        </Button>
        <Button onClick={onClose}>{t('form.cancel')}</Button>
      </div>
    </form>
  )
}

/** Who is with us and does the house's work. */
const useHeirs = (leaverId: string) =>
  (useQuery(peopleQuery).data ?? [])
    .filter(({ id, isActive, role }) => id !== leaverId && isActive && role !== 'guest' && role !== 'payroll')
    .map(({ id, name }) => ({ value: id, label: name }))

const Outcome = ({ departure: { person, counts, openShifts }, onClose }: { departure: Departure; onClose: () => void }) => {
  const { t } = useTranslation()
  const { date, dateTime, time } = useFormat()
  const kinds = kindsIn(counts)
  return (
    <div className="stack">
      <div role="status">
        <Note tone="ok" icon={IconCircleCheck}>
          <p className="strong">{t('house.departure.done', { name: person.name })}</p>
          {kinds.length === 0 ? null : (
            <>
              <p>{t('house.departure.moved')}</p>
              <ul className="house-moved">
                {kinds.map((kind) => (
                  <li key={kind}>
                    {t(`house.departure.kinds.${kind}`)}: {counts[kind]}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Note>
      </div>
      {openShifts.length === 0 ? null : (
        <Note tone="warn" icon={IconAlertTriangle}>
          <p className="strong">{t('house.departure.open', { count: openShifts.length })}</p>
          <ul className="house-moved">
            {openShifts.map(({ from, to, level, why }) => (
              <li key={`${from} ${level}`}>
                {level}, {dateTime(from)} – {date(from) === date(to) ? time(to) : dateTime(to)}: {t(`house.departure.whyOpen.${why}`)}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <div className="actions">
        <Button onClick={onClose}>{t('form.done')}</Button>
      </div>
    </div>
  )
}
