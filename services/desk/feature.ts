import type { CaseReader } from '../cases/service.ts'
import type { MoveService } from '../cases/moves/service.ts'
import type { Feature, Ground } from '../feature.ts'
import { actService } from './acts/service.ts'
import { callNowService } from './call-now/service.ts'
import { formService } from './forms/service.ts'
import { popReader, type OpenCases } from './pop/service.ts'
import { roomService } from './rooms/service.ts'
import { heldWords } from './rooms/words.ts'
import { deskRoutes } from './routes.ts'
import { deskService } from './service.ts'

export function deskFeature(
  { database, clock, carrier, simulator, company, announce, wake, log }: Ground,
  { cases, moveIn }: { cases: Pick<CaseReader, 'listCases'>; moveIn: MoveService['moveIn'] },
) {
  const parts = { database, clock, provider: carrier.provider, urls: carrier.urls.room, announce, log }
  const rooms = roomService(parts)
  const openCases: OpenCases = async (of) => {
    const filter = 'ownerId' in of ? { owner: of.ownerId } : of
    return (await cases.listCases({ status: 'open', sort: 'score', limit: 50, offset: 0, ...filter }, null)).cases
  }
  const forms = formService({ database, clock, move: moveIn })
  const readPop = popReader({ database, clock, openCases })
  return {
    rooms,
    words: heldWords((language) => language ?? company()?.language),
    routes: [
      deskRoutes({
        desks: deskService({ database, clock, readPop, forms, openCases, isPhoneInPage: simulator !== undefined }),
        forms,
        acts: actService({ ...parts, rooms }),
        calls: callNowService({ database, clock, wake }),
      }),
    ],
    sweeps: [{ name: 'rooms', run: rooms.sweep }],
  } satisfies Feature & Record<string, unknown>
}
