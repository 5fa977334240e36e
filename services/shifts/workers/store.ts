import type { Transaction } from '../../db.ts'
import type { WorkerView } from '../../schemas/planning.ts'
import { workerView } from './views.ts'

const withHowHeWorks = {
  level: true,
  attestations: { orderBy: { skillKey: 'asc' as const } },
  contracts: { orderBy: { validFrom: 'asc' as const } },
}

/** How everybody works, or only some, also who has left. `seesPay`: contracts with their hourly rates. */
export async function listWorkers(tx: Transaction, { seesPay, ids }: { seesPay: boolean; ids?: readonly string[] | undefined }): Promise<WorkerView[]> {
  const rows = await tx.person.findMany({
    ...(ids && { where: { id: { in: [...ids] } } }),
    include: withHowHeWorks,
    orderBy: [{ isActive: 'desc' }, { name: 'asc' }, { id: 'asc' }],
  })
  return rows.map((row) => workerView(row, seesPay))
}

export async function findWorker(tx: Transaction, id: string, { seesPay }: { seesPay: boolean }): Promise<WorkerView | undefined> {
  const row = await tx.person.findUnique({ where: { id }, include: withHowHeWorks })
  return row ? workerView(row, seesPay) : undefined
}
