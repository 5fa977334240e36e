import { Button, NativeSelect, TextInput, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { PayPack } from '../api/pay-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { readWallTime, wallTime } from '../format/wall-time.ts'
import { wallOf } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { TimeField, timeField } from '../ui/time-field.tsx'
import { useSend } from '../ui/use-send.ts'
import { EMPTY_PACK, packOf, readShare, SHARES, valuesOf, type PackValues } from './pack-form.ts'
import { useRenewPay } from './use-renew-pay.ts'

/** A change is a new version from a day on: what was paid by the old one stays explained by it. */
export const PackDialog = ({ pack, onClose }: { pack?: PayPack; onClose: () => void }) => {
  const { t } = useTranslation()
  const { form, saving } = usePackForm(pack, onClose)
  return (
    <Dialog title={t(pack ? 'pay.packs.change' : 'pay.packs.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => saving.send(values))} noValidate>
        {saving.fault ? <Fault error={saving.fault} /> : null}
        <div className="form-pair">
          <TextInput label={t('pay.packs.nameEn')} data-autofocus {...form.getInputProps('nameEn')} />
          <TextInput label={t('pay.packs.nameRu')} {...form.getInputProps('nameRu')} />
        </div>
        <div className="form-pair">
          <TextInput label={t('pay.packs.id')} disabled={pack !== undefined} placeholder="house" {...form.getInputProps('id')} />
          <TextInput type="date" label={t('pay.packs.validFrom')} {...form.getInputProps('validFrom')} />
        </div>
        <div className="form-pair">
          <TimeField label={t('pay.packs.nightFrom')} {...timeField(form, 'nightFrom')} />
          <TimeField label={t('pay.packs.nightTo')} {...timeField(form, 'nightTo')} />
        </div>
        <fieldset className="plain-fieldset">
          <legend>{t('pay.packs.shares')}</legend>
          <div className="pay-shares">
            {SHARES.map((share) => (
              <TextInput key={share} label={t(`pay.packs.share.${share}`)} inputMode="decimal" rightSection="%" {...form.getInputProps(share)} />
            ))}
          </div>
        </fieldset>
        <NativeSelect
          label={t('pay.packs.stacking')}
          data={(['additive', 'highest', 'multiplicative'] as const).map((value) => ({ value, label: t(`pay.packs.stackings.${value}`) }))}
          {...form.getInputProps('stacking')}
        />
        <TextInput label={t('pay.packs.source')} description={t('pay.packs.sourceWhy')} {...form.getInputProps('source')} />
        <Textarea label={t('pay.packs.note')} rows={2} {...form.getInputProps('note')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={saving.isSending}>
            {t('form.save')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

const usePackForm = (pack: PayPack | undefined, onClose: () => void) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const renew = useRenewPay()
  const today = wallOf(useNow(60_000), zone).date
  const required = (value: string) => (value.trim() === '' ? t('form.required') : null)
  const time = (value: string) => (readWallTime(value) === null ? t('pay.worked.timeForm') : null)
  const share = (value: string) => (value.trim() === '' || readShare(value) !== null ? null : t('pay.packs.shareForm'))
  const form = useForm<PackValues>({
    initialValues: { ...((pack && valuesOf(pack)) ?? EMPTY_PACK), validFrom: today },
    validate: {
      id: (id) => (/^[a-z][a-z0-9-]{0,39}$/.test(id.trim()) ? null : t('pay.packs.idForm')),
      nameEn: required,
      validFrom: required,
      nightFrom: time,
      nightTo: time,
      night: share,
      sunday: share,
      holiday: share,
      overtime: share,
      source: required,
    },
  })
  const saving = useSend({
    run: (values: PackValues) => {
      const body = packOf({ ...values, nightFrom: wallTime(values.nightFrom), nightTo: wallTime(values.nightTo) })
      return ask<unknown>('PUT', `/api/pay/packs/${encodeURIComponent(body.id)}`, { body })
    },
    onDone: () => {
      renew()
      void notify(t('states.saved'))
      onClose()
    },
    form,
  })
  return { form, saving }
}
