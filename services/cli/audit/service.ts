import { verifyAudit } from '../../audit/service.ts'
import { withDatabase } from '../running/service.ts'

/** Follows the audit chain and says whether it is whole; 1: it is not. */
export async function verify(): Promise<number> {
  return withDatabase(async (database) => {
    const { entries, hash, fault, unchained } = await verifyAudit(database)
    const lines = [
      ...(fault ? [`The audit is broken at entry ${fault.seq}: ${fault.text}. The ${entries} entries before it are whole.`] : []),
      ...(unchained > 0 ? [`${unchained} entries stand outside of the chain.`] : []),
      ...(!fault && unchained === 0 ? [`The audit is whole: ${entries} entries, the last hash is ${hash || 'none'}.`] : []),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
    return fault || unchained > 0 ? 1 : 0
  })
}
