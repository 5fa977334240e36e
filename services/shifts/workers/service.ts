import type { z } from 'zod'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { Role } from '../../schemas/people.ts'
import type { workerChange, WorkerView } from '../../schemas/planning.ts'
import { hashPin } from '../../secrets/service.ts'
import { announceRoster } from '../live/store.ts'
import { lockFactsOf } from '../roster/store.ts'
import { checkSite, checkSkills } from '../settings/store.ts'
import { given } from '../settings/views.ts'
import { toDate } from '../store.ts'
import { findWorker, listWorkers } from './store.ts'
import { MAY_CONTRACT, seesPay } from './views.ts'

type WorkerChange = z.infer<typeof workerChange>

export type WorkerService = ReturnType<typeof workerService>

/** How people work: skills, contracts, languages, and the PIN that is keyed on their phone. `role` is that of whoever asks. */
export function workerService({ database: { prisma } }: { database: Pick<Database, 'prisma'> }) {
  return {
    listWorkers: (role: Role): Promise<WorkerView[]> => listWorkers(prisma, { seesPay: seesPay(role) }),
    /** Attestations and contracts are replaced as a whole. */
    changeWorker: (role: Role, id: string, change: WorkerChange): Promise<WorkerView> =>
      prisma.$transaction(async (tx) => {
        if (change.contracts && !MAY_CONTRACT.includes(role)) throw domainError('ROLE_NOT_ALLOWED', { role, allowed: MAY_CONTRACT.join(', ') })
        if (!(await tx.person.findUnique({ where: { id }, select: { id: true } }))) throw domainError('NOT_FOUND', { kind: 'person', id })
        await lockFactsOf(tx, id)
        await lockPerson(tx, id)
        const { isTrainee, department, siteId, speaks, attestations, contracts } = change
        if (siteId) await checkSite(tx, siteId)
        await tx.person.update({ where: { id }, data: given({ isTrainee, department: department === '' ? null : department, siteId, speaks }) })
        if (attestations) await replaceAttestations(tx, id, attestations)
        if (contracts) await replaceContracts(tx, id, contracts)
        await announceRoster(tx, 'workers')
        const worker = await findWorker(tx, id, { seesPay: seesPay(role) })
        if (!worker) throw domainError('NOT_FOUND', { kind: 'person', id })
        return worker
      }),
    /** Null takes it away. */
    setPin: async (id: string, pin: string | null): Promise<void> => {
      const pinHash = pin === null ? null : await hashPin(pin)
      await prisma.$transaction(async (tx) => {
        const { name, phone } = await lockPerson(tx, id)
        if (pinHash !== null && phone === null) throw domainError('PIN_NEEDS_PHONE', { name })
        await tx.person.update({ where: { id }, data: { pinHash } })
        await announceRoster(tx, 'workers')
      })
    },
  }
}

/** Two who replace somebody's contracts at once would leave the lines of both. */
async function lockPerson(tx: Transaction, id: string): Promise<{ name: string; phone: string | null }> {
  const [row] = await tx.$queryRaw<{ name: string; phone: string | null }[]>`SELECT name, phone FROM person WHERE id = ${id}::uuid FOR UPDATE`
  if (!row) throw domainError('NOT_FOUND', { kind: 'person', id })
  return row
}

async function replaceAttestations(tx: Transaction, personId: string, attestations: NonNullable<WorkerChange['attestations']>): Promise<void> {
  await checkSkills(
    tx,
    attestations.map(({ skill }) => skill),
  )
  await tx.attestation.deleteMany({ where: { personId } })
  await tx.attestation.createMany({ data: attestations.map(({ skill, expiresAt }) => ({ personId, skillKey: skill, expiresAt })) })
}

async function replaceContracts(tx: Transaction, personId: string, contracts: NonNullable<WorkerChange['contracts']>): Promise<void> {
  await tx.contract.deleteMany({ where: { personId } })
  await tx.contract.createMany({ data: contracts.map(({ validFrom, ...contract }) => ({ personId, validFrom: toDate(validFrom), ...contract })) })
}
