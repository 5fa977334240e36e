import type { Feature, Ground } from '../feature.ts'
import { numbersRoutes } from './routes.ts'
import { numbersService } from './service.ts'

/** In the simulator our numbers exist when we say so. At Twilio only people buy and point numbers. */
export const numberFeature = ({ database, clock, flows, simulator, carrier }: Ground): Feature => ({
  routes: [
    numbersRoutes({
      numbers: numbersService({
        database,
        clock,
        listFlows: flows.list,
        pointNumber: async (number) => {
          if (simulator) await carrier.pointNumber(number)
        },
      }),
    }),
  ],
})
