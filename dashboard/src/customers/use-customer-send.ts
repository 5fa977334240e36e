import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { notify } from '../ui/notices.tsx'
import { useSend } from '../ui/use-send.ts'

type Form = { values: object; setErrors: (errors: Record<string, string>) => void }
type Options = { method?: 'POST' | 'PATCH'; path: string; onDone?: () => void; form?: Form; said?: string }

/** Sends a change of a record; whatever shows customers is fetched again. */
export const useCustomerSend = <I>({ method = 'POST', path, onDone, form, said }: Options) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useSend({
    run: (body: I) => ask<unknown>(method, path, body === undefined ? {} : { body }),
    onDone: () => {
      void queryClient.invalidateQueries()
      void notify(said ?? t('states.saved'))
      onDone?.()
    },
    ...(form ? { form } : {}),
  })
}
