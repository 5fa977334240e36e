import type { Transaction } from '../services/db.ts'

type Given = { id: (name: string) => string; number: (extension: number) => string; zone: string; now: Date }
type Entry = {
  section: string
  name: string
  aliases: string[]
  extension: number
  hours: Record<string, string[]> | null
  note?: string
  source: string
  checkedDaysAgo: number
}

const OFFICE = { 'mon-fri': ['08:00-12:00', '13:00-17:00'] }

/** Whom callers of a heating firm ask for. Invented, as all of the demo. */
const ENTRIES: readonly Entry[] = [
  {
    section: 'emergency',
    name: 'Gas network control',
    aliases: ['gas company', 'gas leak', 'газовая служба', 'утечка газа'],
    extension: 700,
    hours: null,
    source: 'their web page',
    checkedDaysAgo: 12,
  },
  {
    section: 'emergency',
    name: 'Emergency plumber',
    aliases: ['plumber', 'burst pipe', 'сантехник', 'аварийный сантехник'],
    extension: 701,
    hours: { 'mon-sun': ['00:00-24:00'] },
    source: 'contract of 2026',
    checkedDaysAgo: 40,
  },
  {
    section: 'emergency',
    name: 'Emergency electrician',
    aliases: ['electrician', 'power', 'электрик'],
    extension: 702,
    hours: { 'mon-fri': ['18:00-06:00'], 'sat-sun': ['00:00-24:00'] },
    source: 'contract of 2026',
    checkedDaysAgo: 40,
  },
  {
    section: 'service',
    name: 'Spare parts store',
    aliases: ['spare parts', 'parts', 'запчасти', 'склад запчастей'],
    extension: 710,
    hours: { 'mon-fri': ['07:00-16:00'], sat: ['08:00-12:00'] },
    source: 'own list',
    checkedDaysAgo: 5,
  },
  {
    section: 'service',
    name: 'Maintenance contracts',
    aliases: ['contracts', 'maintenance', 'договоры', 'обслуживание'],
    extension: 711,
    hours: OFFICE,
    source: 'own list',
    checkedDaysAgo: 5,
  },
  {
    section: 'service',
    name: 'Accounts',
    aliases: ['invoices', 'billing', 'бухгалтерия', 'счета'],
    extension: 712,
    hours: { 'mon-thu': ['09:00-15:00'], fri: ['09:00-12:00'] },
    source: 'own list',
    checkedDaysAgo: 5,
  },
  {
    section: 'partners',
    name: 'Chimney sweep Adler',
    aliases: ['chimney sweep', 'chimney', 'трубочист'],
    extension: 720,
    hours: OFFICE,
    source: 'guild register',
    checkedDaysAgo: 30,
  },
  {
    section: 'partners',
    name: 'Oil supplier Nordkap',
    aliases: ['heating oil', 'oil', 'мазут', 'поставщик топлива'],
    extension: 721,
    hours: OFFICE,
    note: 'Moved house; the number may have changed.',
    source: 'a letter',
    checkedDaysAgo: 210,
  },
]

export async function seedDirectory(tx: Transaction, { id, number, zone, now }: Given): Promise<void> {
  await tx.directoryEntry.createMany({
    data: ENTRIES.map(({ extension, hours, checkedDaysAgo, ...entry }) => ({
      ...entry,
      id: id(`directory ${entry.name}`),
      number: number(extension),
      ...(hours && { hours }),
      zone,
      checkedAt: new Date(now.getTime() - checkedDaysAgo * 86_400_000),
    })),
  })
}
