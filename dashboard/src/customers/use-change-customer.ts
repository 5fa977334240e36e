import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { CustomerChange } from '../api/types.ts'
import { notify } from '../ui/notices.tsx'
import { useSend } from '../ui/use-send.ts'

type Form = { values: object; setErrors: (errors: Record<string, string>) => void }

export const useChangeCustomer = (id: string, form?: Form) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useSend({
    run: (change: CustomerChange) => ask<unknown>('PATCH', `/api/customers/${id}`, { body: change }),
    onDone: () => {
      void queryClient.invalidateQueries()
      void notify(t('states.saved'))
    },
    ...(form ? { form } : {}),
  })
}
