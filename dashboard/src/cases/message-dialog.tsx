import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rulesQuery } from '../api/case-queries.ts'
import type { CaseDetail, NewCaseMessage, TemplateRule } from '../api/case-types.ts'
import { customerQuery, meQuery } from '../api/queries.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { blanksOf } from './blanks.ts'
import { FilledText } from './filled-text.tsx'
import { casePath, useCaseSend } from './use-case-send.ts'
import { titleOf } from './use-reason-name.ts'

const CHANNELS = ['sms', 'email', 'call'] as const

/** A message from a template: the skeleton stands, the blanks are filled; those that the case knows, by the server. */
export const MessageDialog = ({ one, onClose }: { one: CaseDetail; onClose: () => void }) => {
  const { t, i18n } = useTranslation()
  // Those about callbacks are filled and sent by the program.
  const templates = (useQuery(rulesQuery('template')).data ?? []).filter(({ key }) => !key.startsWith('callback'))
  const language = useQuery({ ...customerQuery(one.customer?.id ?? ''), enabled: one.customer !== null }).data?.language ?? i18n.language
  const [key, setKey] = useState('')
  const [channel, setChannel] = useState<'' | (typeof CHANNELS)[number]>('')
  const [values, setValues] = useState<Record<string, string>>({})
  const sending = useCaseSend<NewCaseMessage>({ path: casePath(one.number, '/messages'), onDone: onClose, said: t('caseWork.messages.planned') })
  const body = templates.find((template) => template.key === key)?.body as TemplateRule | undefined
  const text = body === undefined ? '' : (body.text[language] ?? body.text['en'] ?? Object.values(body.text)[0] ?? '')
  const subject = body === undefined ? '' : (body.subject?.[language] ?? '')
  const company = useQuery(meQuery).data?.company.name ?? '…'
  const known = knownOf(one, company)
  const asked = blanksOf(subject, text).filter((name) => known[name] === undefined)
  const filled = Object.fromEntries(Object.entries(values).filter(([name, value]) => asked.includes(name) && value.trim() !== ''))
  return (
    <Dialog title={t('caseWork.messages.write')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (key !== '') sending.send({ template: key, values: filled, ...(channel === '' ? {} : { channel }) })
        }}
      >
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <NativeSelect
          label={t('caseWork.messages.template')}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          data={[{ value: '', label: t('form.choose') }, ...templates.map((rule) => ({ value: rule.key, label: titleOf(rule, i18n.language) }))]}
        />
        <NativeSelect
          label={t('caseWork.messages.channel')}
          value={channel}
          onChange={(event) => setChannel(event.currentTarget.value as typeof channel)}
          data={[
            { value: '', label: t('caseWork.messages.asHeLikes') },
            ...CHANNELS.map((value) => ({ value, label: t(`caseWork.messages.channels.${value}`) })),
          ]}
        />
        {asked.map((name) => (
          <Textarea
            key={name}
            label={name}
            rows={1}
            autosize={false}
            maxLength={2000}
            value={values[name] ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget
              setValues((current) => ({ ...current, [name]: value }))
            }}
          />
        ))}
        {text === '' ? null : (
          <section className="sample" aria-label={t('caseWork.messages.sample')} lang={language}>
            {subject === '' ? null : <FilledText text={subject} values={{ ...known, ...filled }} />}
            <FilledText text={text} values={{ ...known, ...filled }} />
          </section>
        )}
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending} disabled={key === ''}>
            {t('caseWork.messages.send')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What the server fills in by itself; shown in the sample so that one reads whole sentences. */
const knownOf = (one: CaseDetail, company: string): Record<string, string> => ({
  by: '…',
  company,
  state: '…',
  ...Object.fromEntries(Object.entries(one.facts).filter(([, value]) => value !== '')),
  number: one.number,
  case: one.number,
  title: one.title,
  ...(one.customer ? { customer: one.customer.name } : {}),
  ...(one.owner ? { owner: one.owner.name } : {}),
  ...(one.solution ? { solution: one.solution } : {}),
})
