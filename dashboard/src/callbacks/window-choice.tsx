import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { callbackOptionsQuery } from '../api/callback-queries.ts'
import type { CallbackOptions, CallbackWindow } from '../api/callback-types.ts'
import { useNow } from '../format/use-now.ts'
import { useSpans } from '../format/use-spans.ts'
import { Note } from '../ui/pieces.tsx'

type Props = { skill: string; language: string; value: string; error?: string | undefined; onChange: (value: string) => void }

export const NOW = 'now'

/** What can be promised: as soon as possible while there is time for it, and windows with room. The value is "now" or the begin of a window. */
export const WindowChoice = ({ skill, language, value, error, onChange }: Props) => {
  const { t } = useTranslation()
  const { relativeDay, times } = useSpans()
  const now = useNow(60_000)
  const options = useQuery(callbackOptionsQuery(skill, language)).data
  if (options && !options.canCall) return <Note tone="warn">{t('callbacks.acts.noWindow')}</Note>
  const wait = options?.now?.waitMinutes
  const asap = wait == null ? t('callbacks.acts.asap') : t('callbacks.acts.asapWait', { count: wait })
  return (
    <NativeSelect
      label={t('callbacks.acts.window')}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('form.choose') },
        ...(options?.now ? [{ value: NOW, label: asap }] : []),
        ...(options?.windows ?? []).map(({ from, to }) => ({
          value: from,
          label: `${relativeDay(from, options?.zone ?? 'UTC', now)} ${times({ from, to, zone: options?.zone ?? 'UTC' })}`,
        })),
      ]}
    />
  )
}

/** The window that was chosen; null: as soon as possible. */
export const windowOf = (options: CallbackOptions | undefined, value: string): CallbackWindow | null =>
  value === NOW ? null : (options?.windows.find(({ from }) => from === value) ?? null)
