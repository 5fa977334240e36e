import type { Attestation, Contract, Level, Person } from '../../../prisma/generated/client.ts'
import type { Role } from '../../schemas/people.ts'
import type { WorkerView } from '../../schemas/planning.ts'

type WorkerRow = Person & { level: Level | null; attestations: Attestation[]; contracts: Contract[] }

/** Who may know what an hour of somebody costs. */
const SEE_PAY: readonly Role[] = ['payroll', 'manager', 'admin']
/** Who may agree something with somebody. */
export const MAY_CONTRACT: readonly Role[] = ['manager', 'admin']

export function seesPay(role: Role): boolean {
  return SEE_PAY.includes(role)
}

export function workerView(row: WorkerRow, isPayShown: boolean): WorkerView {
  const { id, name, role, isActive, isTrainee, department, siteId, level, speaks } = row
  return {
    id,
    name,
    role,
    isActive,
    isTrainee,
    isGuest: role === 'guest',
    department,
    siteId,
    level: level && { id: level.id, rank: level.rank, name: level.name },
    speaks,
    attestations: row.attestations.map(({ skillKey, expiresAt }) => ({ skill: skillKey, expiresAt: expiresAt?.toISOString() ?? null })),
    contracts: row.contracts.map(({ validFrom, pack, weeklyMinutes, maxWeeklyMinutes, hourlyRate, currency, payPack, onCallRate }) => ({
      validFrom: validFrom.toISOString().slice(0, 10),
      pack: pack as WorkerView['contracts'][number]['pack'],
      weeklyMinutes,
      maxWeeklyMinutes,
      hourlyRate: isPayShown ? hourlyRate : null,
      currency: isPayShown ? currency : null,
      payPack: isPayShown ? payPack : null,
      onCallRate: isPayShown ? onCallRate : null,
    })),
    hasPhone: row.phone !== null,
    hasPin: row.pinHash !== null,
  }
}
