import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconCircleCheck, IconHelpHexagon, IconPlus, IconUsers, type TablerIcon } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactPointChange, NewContactPoint } from '../api/case-types.ts'
import type { ContactPoint } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Card, Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useCustomerSend } from './use-customer-send.ts'

const STANDINGS: Record<ContactPoint['standing'], { tone: Tone; icon: TablerIcon }> = {
  direct: { tone: 'ok', icon: IconCircleCheck },
  shared: { tone: 'warn', icon: IconUsers },
  unconfirmed: { tone: 'plain', icon: IconHelpHexagon },
}
const NAMES = ['direct', 'shared', 'unconfirmed'] as const

/** Numbers and addresses: whose they are, who says so, and since when. */
export const ContactCard = ({ id, points }: { id: string; points: readonly ContactPoint[] }) => {
  const { t } = useTranslation()
  const [editing, setEditing] = useState<ContactPoint | 'new' | null>(null)
  const [withPast, setWithPast] = useState(false)
  const past = points.filter(({ validTo }) => validTo !== null)
  const shown = withPast ? points : points.filter(({ validTo }) => validTo === null)
  return (
    <Card
      title={t('customers.contacts')}
      aside={
        <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setEditing('new')}>
          {t('customerWork.contacts.add')}
        </Button>
      }
    >
      {shown.length === 0 ? <p className="muted">{t('customers.noContacts')}</p> : null}
      <ul className="lines">
        {shown.map((point) => (
          <Point key={point.id} point={point} onEdit={() => setEditing(point)} />
        ))}
      </ul>
      {past.length > 0 ? (
        <div className="actions">
          <Button size="xs" onClick={() => setWithPast(!withPast)} aria-expanded={withPast}>
            {t(withPast ? 'customerWork.contacts.hidePast' : 'customerWork.contacts.showPast', { count: past.length })}
          </Button>
        </div>
      ) : null}
      {editing === null ? null : editing === 'new' ? (
        <NewDialog id={id} onClose={() => setEditing(null)} />
      ) : (
        <ChangeDialog point={editing} onClose={() => setEditing(null)} />
      )}
    </Card>
  )
}

const Point = ({ point, onEdit }: { point: ContactPoint; onEdit: () => void }) => {
  const { t } = useTranslation()
  const { date } = useFormat()
  const shown = groupNumber(point.value)
  return (
    <li>
      <span className="stack tight grow">
        <span className="strong">{shown}</span>
        <span className="muted small">
          {[
            point.label,
            point.verifiedAt === null ? t('customers.unverified') : t('customerWork.contacts.verified', { at: date(point.verifiedAt) }),
            point.validTo === null ? '' : t('customerWork.contacts.until', { at: date(point.validTo) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span className="row">
        {point.validTo === null ? (
          <span title={t(`customers.standingWords.${point.standing}`)}>
            <Pill {...STANDINGS[point.standing]}>{t(`customers.standings.${point.standing}`)}</Pill>
          </span>
        ) : (
          <Pill>{t('customerWork.contacts.over')}</Pill>
        )}
        {point.validTo === null ? (
          <Button size="xs" onClick={onEdit} aria-label={t('customerWork.contacts.changeOf', { value: shown })}>
            {t('customerWork.contacts.change')}
          </Button>
        ) : null}
      </span>
    </li>
  )
}

const useStandingChoices = () => {
  const { t } = useTranslation()
  return NAMES.map((value) => ({ value, label: `${t(`customers.standings.${value}`)}: ${t(`customers.standingWords.${value}`)}` }))
}

const NewDialog = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const { t } = useTranslation()
  const standings = useStandingChoices()
  const form = useForm<Required<NewContactPoint>>({
    initialValues: { kind: 'phone', value: '', standing: 'unconfirmed', label: '', isVerified: false },
    validate: { value: (value) => (value.trim().length < 3 ? t('form.required') : null) },
  })
  const sending = useCustomerSend<NewContactPoint>({ path: `/api/customers/${id}/contact-points`, form, onDone: onClose })
  return (
    <Dialog title={t('customerWork.contacts.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <NativeSelect
          label={t('customerWork.contacts.kind')}
          data={(['phone', 'email'] as const).map((value) => ({ value, label: t(`customerWork.contacts.kinds.${value}`) }))}
          {...form.getInputProps('kind')}
        />
        <TextInput
          label={t(`customerWork.contacts.kinds.${form.values.kind}`)}
          description={form.values.kind === 'phone' ? t('customerWork.contacts.anySpelling') : undefined}
          data-autofocus
          {...form.getInputProps('value')}
        />
        <NativeSelect label={t('customerWork.contacts.standing')} data={standings} {...form.getInputProps('standing')} />
        <TextInput label={t('customerWork.contacts.label')} maxLength={60} {...form.getInputProps('label')} />
        <Switch label={t('customerWork.contacts.isVerified')} {...form.getInputProps('isVerified', { type: 'checkbox' })} />
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

const ChangeDialog = ({ point, onClose }: { point: ContactPoint; onClose: () => void }) => {
  const { t } = useTranslation()
  const standings = useStandingChoices()
  const form = useForm({ initialValues: { standing: point.standing, label: point.label, isVerified: point.verifiedAt !== null } })
  const sending = useCustomerSend<ContactPointChange>({ method: 'PATCH', path: `/api/contact-points/${point.id}`, form, onDone: onClose })
  return (
    <Dialog title={groupNumber(point.value)} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <NativeSelect label={t('customerWork.contacts.standing')} data={standings} {...form.getInputProps('standing')} />
        <TextInput label={t('customerWork.contacts.label')} maxLength={60} {...form.getInputProps('label')} />
        <Switch label={t('customerWork.contacts.isVerified')} {...form.getInputProps('isVerified', { type: 'checkbox' })} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('form.save')}
          </Button>
          <Button loading={sending.isSending} onClick={() => sending.send({ isOver: true })} title={t('customerWork.contacts.endWhy')}>
            {t('customerWork.contacts.end')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
