import { seedDemo } from '../../prisma/seed.ts'
import { openDatabase } from '../../services/db.ts'
import { cloneFilled, type TestDatabase } from './database.ts'

/** The demo company in a database of the test's own, as it is at that instant; without one, today: for programs that live in real time. */
export const demoDatabase = (at?: Date): Promise<TestDatabase> =>
  cloneFilled(`demo company ${at?.toISOString() ?? 'of today'}`, async ({ url }) => {
    const database = openDatabase({ url, onError: () => undefined })
    await seedDemo({ database, now: at ?? new Date() })
    await database.close()
  })
