import { useQueryClient } from '@tanstack/react-query'
import { ask } from '../api/http.ts'
import type { PresenceChange } from '../api/shift-types.ts'
import { useSend } from '../ui/use-send.ts'

const MADE_OLD = ['board', 'presence', 'my-shifts']

/** Says where somebody is: oneself, or (for who plans) another person. */
export const useSetPresence = (personId?: string, onDone?: () => void) => {
  const queryClient = useQueryClient()
  return useSend({
    run: (state: PresenceChange['state']) =>
      ask<unknown>('PUT', personId === undefined ? '/api/me/presence' : `/api/people/${personId}/presence`, { body: { state } }),
    onDone: () => {
      for (const kind of MADE_OLD) void queryClient.invalidateQueries({ queryKey: [kind] })
      onDone?.()
    },
  })
}
