import type { Feature, Ground } from '../../feature.ts'
import { payClosing } from './closing/service.ts'
import { payPackService } from './packs/service.ts'
import { payPreviewer } from './preview/service.ts'
import { payRoutes } from './routes.ts'
import { payService } from './service.ts'
import { payWatch } from './sweep/service.ts'
import { workedTimeService } from './worked-times/service.ts'

export const payFeature = ({ database, clock }: Ground): Feature => ({
  routes: [
    payRoutes({
      pay: payService({ database }),
      closing: payClosing({ database, clock }),
      times: workedTimeService({ database, clock }),
      packs: payPackService({ database, clock }),
      preview: payPreviewer({ database }),
    }),
  ],
  sweeps: [{ name: 'worked time', run: payWatch({ database, clock }).sweep }],
})
