import { personOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { myShifts } from '../../schemas/rosters.ts'
import type { MyShiftsReader } from './service.ts'

export function myShiftsRoutes({ getMyShifts }: { getMyShifts: MyShiftsReader }): RoutePlugin {
  return (app) => {
    app.get('/api/me/shifts', { config: { access: 'signedIn' }, schema: { tags: ['shifts'], response: { 200: myShifts } } }, (request) =>
      getMyShifts(personOf(request)),
    )
  }
}
