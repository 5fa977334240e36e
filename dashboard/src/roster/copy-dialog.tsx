import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { copyPeriod } from './api.ts'
import type { Copied } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'
import { addDays, weekNumber } from './weeks.ts'

type CopyProps = { monday: string; words: RosterWords; nameOf: (id: string | null) => string; onClose: () => void }

/** Copies the week before into this one. What the rules refuse is not copied, and it is said which. */
export const CopyDialog = ({ monday, words, nameOf, onClose }: CopyProps) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [copied, setCopied] = useState<Copied | null>(null)
  const before = addDays(monday, -7)
  const sending = useSend({
    run: () => copyPeriod({ from: before, to: monday, target: monday }),
    onDone: (answer: Copied) => {
      setCopied(answer)
      void queryClient.invalidateQueries({ queryKey: ['roster'] })
    },
  })
  return (
    <Dialog title={t('roster.copyTitle', { from: weekNumber(before), to: weekNumber(monday) })} onClose={onClose}>
      <div className="stack">
        {sending.fault ? <Fault error={sending.fault} /> : null}
        {copied ? <Result copied={copied} words={words} nameOf={nameOf} /> : <p>{t('roster.copyWords')}</p>}
        <div className="actions">
          {copied ? null : (
            <Button variant="filled" data-autofocus loading={sending.isSending} onClick={() => sending.send(undefined)}>
              {t('roster.copyNow')}
            </Button>
          )}
          <Button onClick={onClose}>{t(copied ? 'form.done' : 'form.cancel')}</Button>
        </div>
      </div>
    </Dialog>
  )
}

const Result = ({ copied, words, nameOf }: { copied: Copied } & Pick<CopyProps, 'words' | 'nameOf'>) => {
  const { t, i18n } = useTranslation()
  return (
    <div className="stack" role="status">
      <p>{t('roster.copied', { count: copied.added })}</p>
      {copied.refused.length > 0 ? (
        <>
          <p className="strong">{t('roster.notCopied', { count: copied.refused.length })}</p>
          <ul className="roster-findings">
            {copied.refused.map(({ personId, date, code, message }) => (
              <li key={`${personId} ${date} ${code}`} className="warning">
                <span className="strong">
                  {nameOf(personId)} · {words.dayMonth(date)}
                </span>
                <span>{i18n.exists(`roster.refusedWhy.${code}`) ? t(`roster.refusedWhy.${code}`) : message}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}
