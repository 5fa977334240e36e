import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Callback } from '../api/callback-types.ts'
import { ask } from '../api/http.ts'
import { notify } from '../ui/notices.tsx'
import { useSend } from '../ui/use-send.ts'
import { whoOf } from './signs.tsx'

/** The next that he may call becomes his. */
export const useTakeNext = (onDone?: (one: Callback) => void) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useSend({
    run: (_: undefined) => ask<Callback>('POST', '/api/callbacks/next'),
    onDone: (one) => {
      void queryClient.invalidateQueries({ queryKey: ['callbacks'] })
      void notify(t('callbacks.taken', { who: whoOf(one) }))
      onDone?.(one)
    },
  })
}
