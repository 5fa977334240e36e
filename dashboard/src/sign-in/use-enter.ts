import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'

/** Goes in after the server has given us a session: to where one was on the way, else to the first screen. */
export const useEnter = () => {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const router = useRouter()
  return async (next?: string) => {
    queryClient.clear()
    // Only paths of our own: a link from elsewhere must not lead through our door to another site.
    if (next !== undefined && /^\/(?![/\\])/.test(next)) router.history.push(next)
    else await navigate({ to: '/' })
  }
}
