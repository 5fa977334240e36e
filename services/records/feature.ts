import type { Feature, Ground } from '../feature.ts'
import { customerContacts } from './contacts/store.ts'
import { importRoutes } from './imports/routes.ts'
import { importService } from './imports/service.ts'
import { customerMerges } from './merges/store.ts'
import { readingNotes } from './readings/store.ts'
import { customerRoutes } from './routes.ts'
import { searchRoutes } from './search/routes.ts'
import { recordSearch } from './search/store.ts'
import { customerRecords } from './store.ts'
import { customerTimeline } from './timeline/store.ts'

export const recordFeature = ({ database, clock }: Ground): Feature => ({
  routes: [
    customerRoutes({
      customers: customerRecords({ database, clock }),
      contacts: customerContacts({ database, clock }),
      merges: customerMerges({ database, clock }),
      getTimeline: customerTimeline({ database }),
      noteReading: readingNotes({ database, clock }),
    }),
    searchRoutes(recordSearch({ database })),
    importRoutes({ importTable: importService({ database, clock }) }),
  ],
})
