import type { Feature, Ground } from '../feature.ts'
import { breakerWatch } from './abuse/breaker/service.ts'
import { reserve, settle } from './abuse/money/store.ts'
import { guard } from './abuse/service.ts'
import { callbackActs } from './acts/service.ts'
import { callbackCalls } from './attempts/service.ts'
import { callbackBoardService } from './board/service.ts'
import { dispatcher } from './dispatch/service.ts'
import { endBlocked, endCallbacksOf, holdCallbacksOf } from './ends/store.ts'
import { callbackMaker } from './making/service.ts'
import { callbackLinks } from './public/link/service.ts'
import { callbackPages } from './public/pages/routes.ts'
import { publicCallbackRoutes } from './public/routes.ts'
import { publicCallbacks } from './public/service.ts'
import { callbackRoutes } from './routes.ts'
import { callbackReader } from './service.ts'
import { callbackSweep } from './sweep/service.ts'
import { callbackWindows } from './windows/service.ts'

/** `waiting` and `onBlocked`: callbacks end with the case that they belong to, and with the right to call. */
export function callbackFeature(ground: Ground) {
  const { database, clock, carrier, company, publicUrl, hasMail, textLimits, wake, lookOutside, during, log } = ground
  const zone = (): string => company()?.zone ?? 'UTC'
  const nudge = async ({ sid, ...caller }: { sid: string; turn: number; language: string }) =>
    (await carrier.provider()).redirectLeg(sid, carrier.urls.lookAgain(caller))
  const dispatch = dispatcher({ database, clock, zone, wake: lookOutside, reserve, nudge, during, log })
  const notices = { hasMail, textLimits, linkOf: (token: string) => `${publicUrl()}/callback/${token}`, reserve }
  return {
    dispatch,
    waiting: { hold: holdCallbacksOf, end: endCallbacksOf },
    onBlocked: endBlocked,
    purposes: callbackCalls({ settle }),
    routes: doors(ground, zone),
    deadlines: [
      { name: 'callback times', run: callbackSweep({ database, clock, notices, wake, log }).sweep },
      { name: 'callback dispatcher', run: dispatch.sweep },
      { name: 'callback breaker', run: breakerWatch({ database, clock }).sweep },
    ],
  } satisfies Feature & Record<string, unknown>
}

/** For staff, for the widget on other sites, and for those who follow the link in a text. */
function doors({ database, clock, carrier, textLimits, wake, log }: Ground, zone: () => string): NonNullable<Feature['routes']> {
  const windows = callbackWindows({ database, clock })
  const links = callbackLinks({ database, clock, windows, wake })
  const watch = guard({ database, zone, lookUp: carrier.findLineType, log })
  const callbacks = publicCallbacks({ database, clock, windows, wake, guard: watch, textLimits })
  return [
    callbackRoutes({
      reader: callbackReader({ database, clock }),
      acts: callbackActs({ database, clock, windows }),
      make: callbackMaker({ database, clock, windows }),
      board: callbackBoardService({ database, clock }),
      windows,
    }),
    publicCallbackRoutes({ callbacks, links }),
    callbackPages({ callbacks, links }),
  ]
}
