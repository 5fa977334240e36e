import type { z } from 'zod'
import type { Prisma } from '../../../../prisma/generated/client.ts'
import { audit } from '../../../audit/store.ts'
import type { Clock } from '../../../clock.ts'
import type { Database } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import type { Principal } from '../../../http/access.ts'
import type { PayPack } from '../../../pay-rules/model.ts'
import type { newPayPack, PayPackView } from '../../../schemas/pay.ts'
import { toDate } from '../../store.ts'
import { listPacks } from '../store.ts'
import { actorOf } from '../who.ts'

export type PayPackService = ReturnType<typeof payPackService>

/** What premiums are paid by: the laws that the program comes with, and what the house has agreed. A row is never changed: a later day is a new one. */
export function payPackService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    list: async (): Promise<PayPackView[]> => (await listPacks(prisma)).map(packView),
    /** Under the name of a pack that comes with the program it is the house's own form of it, from its day on. */
    add: (by: Principal, pack: z.infer<typeof newPayPack>): Promise<PayPackView> =>
      prisma.$transaction(async (tx) => {
        const at = clock.now().toJSDate()
        const row = { pack: pack.id, validFrom: toDate(pack.validFrom), body: pack as unknown as Prisma.InputJsonObject, createdBy: by.name, createdAt: at }
        const { count } = await tx.payPack.createMany({ data: [row], skipDuplicates: true })
        if (count === 0) throw domainError('ALREADY_EXISTS', { kind: 'Pay pack', value: `${pack.id} from ${pack.validFrom}` })
        await audit(tx, { at, actor: actorOf(by), kind: 'pay.packAdded', subject: pack.id, body: { validFrom: pack.validFrom } })
        return packView(pack)
      }),
  }
}

function packView({ rules, ...pack }: PayPack): PayPackView {
  return {
    ...pack,
    rules: rules.map(({ on, window, ...rule }) => ({
      ...rule,
      ...(on && { on: [...on] }),
      window: structuredClone(window) as PayPackView['rules'][number]['window'],
    })),
  }
}
