import { useQueryClient } from '@tanstack/react-query'
import { ask } from '../api/http.ts'
import type { DeskAct } from '../api/desk-types.ts'
import { useSend } from '../ui/use-send.ts'

/** What can be done with a call that one is on, or (who supervises) that a colleague is on. */
export const useActs = (callSid: string, onDone?: (act: DeskAct) => void) => {
  const queryClient = useQueryClient()
  return useSend({
    run: (act: DeskAct) => ask<unknown>('POST', `/api/desk/calls/${encodeURIComponent(callSid)}/acts`, { body: act }),
    onDone: (_, act) => {
      void queryClient.invalidateQueries({ queryKey: ['desk'] })
      onDone?.(act)
    },
  })
}
export type Acts = ReturnType<typeof useActs>
