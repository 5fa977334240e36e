import type { Transaction } from '../services/db.ts'

/** What customers have and have ordered, in minor units; and what one of us once wrote down. */
export async function seedPurchases(tx: Transaction, { id, now }: { id: (name: string) => string; now: Date }): Promise<void> {
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000)
  await tx.customerProduct.createMany({
    data: [
      { id: id('product 1'), customerId: id('Marta Nowak'), reference: 'HT-20418', name: 'Boiler HT 20', since: daysAgo(900) },
      { id: id('product 2'), customerId: id('Sergei Orlov'), reference: 'HT-24711', name: 'Boiler HT 24', since: daysAgo(400) },
      { id: id('product 3'), customerId: id('Hotel Glienicke'), reference: 'HT-90002', name: 'Heating plant HT 90', since: daysAgo(2_000) },
    ],
  })
  await tx.customerOrder.createMany({
    data: [
      {
        id: id('order 1'),
        customerId: id('Marta Nowak'),
        reference: 'O-58112',
        title: 'Yearly service',
        state: 'planned',
        orderedAt: daysAgo(6),
        amount: 14_900,
        currency: 'EUR',
      },
      {
        id: id('order 2'),
        customerId: id('Hotel Glienicke'),
        reference: 'O-57940',
        title: 'Circulation pump',
        state: 'delivered',
        orderedAt: daysAgo(31),
        amount: 68_500,
        currency: 'EUR',
      },
    ],
  })
  await tx.customerNote.create({
    data: { id: id('note 1'), customerId: id('Marta Nowak'), text: 'The key to the cellar is with the neighbour on the left.', at: daysAgo(40) },
  })
}
