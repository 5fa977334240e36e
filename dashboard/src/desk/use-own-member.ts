import { useQuery } from '@tanstack/react-query'
import type { DeskCall, RoomMember } from '../api/desk-types.ts'
import { meQuery } from '../api/queries.ts'

/** As what one is on a call of several; undefined while it is a plain call of two. */
export const useOwnMember = (call: Pick<DeskCall, 'members'> | undefined): RoomMember | undefined => {
  const me = useQuery(meQuery).data?.person.id
  return call?.members.find(({ person, state }) => person?.id === me && state !== 'left')
}
