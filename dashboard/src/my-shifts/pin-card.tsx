import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { notify } from '../ui/notices.tsx'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

/** The digits by which the line knows me on the telephone. */
export const PinCard = () => {
  const { t } = useTranslation()
  const form = useForm({
    initialValues: { pin: '' },
    validate: { pin: (pin) => (/^\d{4,8}$/.test(pin) ? null : t('myShifts.pin.form')) },
  })
  const setting = useSend({
    run: (pin: string | null) => ask<unknown>('PUT', '/api/me/pin', { body: { pin } }),
    onDone: (_, pin) => {
      form.reset()
      void notify(t(pin === null ? 'myShifts.pin.gone' : 'myShifts.pin.saved'))
    },
    form,
  })
  return (
    <Card title={t('myShifts.pin.title')}>
      <form className="stack" onSubmit={form.onSubmit(({ pin }) => setting.send(pin))} noValidate>
        <p className="muted small">{t('myShifts.pin.why')}</p>
        {setting.fault ? <Fault error={setting.fault} /> : null}
        <PasswordInput
          size="md"
          inputMode="numeric"
          autoComplete="off"
          label={t('myShifts.pin.new')}
          description={t('myShifts.pin.form')}
          visibilityToggleButtonProps={{ 'aria-label': t('myShifts.pin.show') }}
          {...form.getInputProps('pin')}
        />
        <div className="actions">
          <Button type="submit" variant="filled" className="thumb" loading={setting.isSending}>
            {t('myShifts.pin.save')}
          </Button>
          <Button className="thumb" disabled={setting.isSending} onClick={() => setting.send(null)}>
            {t('myShifts.pin.remove')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
