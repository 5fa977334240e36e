import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { notify } from '../ui/notices.tsx'
import { useSend } from '../ui/use-send.ts'

type Form = { values: object; setErrors: (errors: Record<string, string>) => void }
type Options = { method?: 'POST' | 'PATCH'; path: string; onDone?: () => void; form?: Form; said?: string }

/** Sends a change of a case; whatever shows cases is fetched again, also after a refusal: somebody may have been faster. */
export const useCaseSend = <I>({ method = 'POST', path, onDone, form, said }: Options) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const renew = () => {
    for (const kind of ['case', 'cases', 'pyramid', 'executive', 'customer']) void queryClient.invalidateQueries({ queryKey: [kind] })
  }
  return useSend({
    run: (body: I) =>
      ask<unknown>(method, path, body === undefined ? {} : { body }).catch((error: unknown) => {
        renew()
        throw error
      }),
    onDone: () => {
      renew()
      void notify(said ?? t('states.saved'))
      onDone?.()
    },
    ...(form ? { form } : {}),
  })
}

export const casePath = (number: string, rest = ''): string => `/api/cases/${encodeURIComponent(number)}${rest}`
