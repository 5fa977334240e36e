import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { DirectoryInput } from '../api/line-types.ts'
import { notify } from '../ui/notices.tsx'
import { useSend } from '../ui/use-send.ts'

type Form = { values: object; setErrors: (errors: Record<string, string>) => void }

/** Adds an entry, or replaces the one with this id. */
export const useKeepEntry = (id: string | undefined, { form, onDone }: { form?: Form; onDone?: () => void } = {}) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useSend({
    run: (body: DirectoryInput) =>
      id === undefined ? ask<unknown>('POST', '/api/directory', { body }) : ask<unknown>('PUT', `/api/directory/${id}`, { body }),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['directory'] })
      void notify(t('states.saved'))
      onDone?.()
    },
    ...(form ? { form } : {}),
  })
}
