import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { notify } from '../ui/notices.tsx'
import { useSend } from '../ui/use-send.ts'

type Form = { values: object; setErrors: (errors: Record<string, string>) => void }
type Options<O> = { path: string; onDone?: (output: O) => void; form?: Form; said?: string }

/** Sends a change of a callback; whatever shows callbacks is fetched again, also after a refusal: somebody may have been faster. */
export const useCallbackSend = <I, O = unknown>({ path, onDone, form, said }: Options<O>) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const renew = () => {
    for (const kind of ['callbacks', 'callback-board', 'callback-options', 'desk']) void queryClient.invalidateQueries({ queryKey: [kind] })
  }
  return useSend({
    run: (body: I) =>
      ask<O>('POST', path, body === undefined ? {} : { body }).catch((error: unknown) => {
        renew()
        throw error
      }),
    onDone: (output) => {
      renew()
      void notify(said ?? t('states.saved'))
      onDone?.(output)
    },
    ...(form ? { form } : {}),
  })
}
