import { useQueryClient } from '@tanstack/react-query'

/** All that shows pay is asked for anew. */
export const useRenewPay = (): (() => void) => {
  const queryClient = useQueryClient()
  return () => void queryClient.invalidateQueries({ queryKey: ['pay'] })
}
