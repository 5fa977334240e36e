import { Button, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { PayMonth } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useProblemWords } from './use-problem-words.ts'
import { useRenewPay } from './use-renew-pay.ts'

/** A closed month is frozen for good with all that it was reckoned from, so its name is typed. */
export const CloseMonth = ({ data }: { data: PayMonth }) => {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="xs" variant="filled" onClick={() => setOpen(true)}>
        {t('pay.close.open')}
      </Button>
      {isOpen ? <CloseDialog data={data} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

const CloseDialog = ({ data, onClose }: { data: PayMonth; onClose: () => void }) => {
  const { t } = useTranslation()
  const { month: monthName } = useAmounts()
  const renew = useRenewPay()
  const [typed, setTyped] = useState('')
  const closing = useSend({
    run: () => ask<unknown>('POST', `/api/pay/months/${data.month}/close`),
    onDone: () => {
      renew()
      void notify(t('pay.close.done'))
      onClose()
    },
  })
  return (
    <Dialog title={t('pay.close.title', { month: monthName(data.month) })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() === data.month) closing.send(undefined)
        }}
      >
        <p>{t('pay.close.why')}</p>
        <InTheWay data={data} />
        {closing.fault ? <Fault error={closing.fault} /> : null}
        <TextInput
          label={t('pay.close.type', { month: data.month })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <div className="actions">
          <Button type="submit" variant="filled" loading={closing.isSending} disabled={typed.trim() !== data.month}>
            {t('pay.close.it')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

const InTheWay = ({ data }: { data: PayMonth }) => {
  const { t } = useTranslation()
  const problemWords = useProblemWords()
  const rows = data.rows.filter(({ problem, proposed }) => problem !== null || proposed > 0)
  if (rows.length === 0) return null
  return (
    <Note tone="warn" icon={IconAlertTriangle}>
      <p className="strong">{t('pay.close.inTheWay')}</p>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            {row.name}: {[problemWords(row), row.proposed === 0 ? '' : t('pay.house.proposed', { count: row.proposed })].filter(Boolean).join(', ')}
          </li>
        ))}
      </ul>
    </Note>
  )
}
