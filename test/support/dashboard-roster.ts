import type { Roster, ShiftTypeView, ShiftView, WorkerView } from '../../dashboard/src/roster/types.ts'

/** A small roster as the page gets it, and a big one to be quick with. */
export const AMIRA = '00000000-0000-4000-8000-00000000000a'
export const DANA = '00000000-0000-4000-8000-00000000000d'
const [SITE, LEVEL] = ['site', 'level']
export const LEVELS = [{ id: LEVEL, rank: 1, name: 'Front line' }]

/** 07:00 to 15:00 in Berlin in winter, on its date. */
export const shift = (part: Partial<ShiftView> & { date: string }): ShiftView => ({
  id: 'shift',
  personId: AMIRA,
  shiftTypeId: null,
  siteId: SITE,
  zone: 'Europe/Berlin',
  startsAt: `${part.date}T06:00:00Z`,
  endsAt: `${part.date}T14:00:00Z`,
  kind: 'desk',
  levelId: LEVEL,
  skill: null,
  breaks: [{ from: `${part.date}T10:00:00Z`, to: `${part.date}T10:30:00Z`, isPaid: true }],
  buddyId: null,
  note: '',
  version: 1,
  ...part,
})

export const LATE = {
  startsAt: '2026-11-24T13:00:00Z',
  endsAt: '2026-11-24T21:00:00Z',
  breaks: [{ from: '2026-11-24T17:00:00Z', to: '2026-11-24T17:30:00Z', isPaid: true }],
}
export const NIGHT = (day: number) => ({
  startsAt: `2026-11-${day}T21:00:00Z`,
  endsAt: `2026-11-${day + 1}T05:00:00Z`,
  breaks: [{ from: `2026-11-${day + 1}T01:00:00Z`, to: `2026-11-${day + 1}T01:30:00Z`, isPaid: true }],
})

const worker = (id: string, name: string): WorkerView => ({
  id,
  name,
  role: 'agent',
  isActive: true,
  isTrainee: false,
  isGuest: false,
  department: null,
  siteId: SITE,
  level: { id: LEVEL, rank: 1, name: 'Front line' },
  speaks: ['en'],
  attestations: [],
  contracts: [
    { validFrom: '2020-01-01', pack: 'eu', weeklyMinutes: 2400, maxWeeklyMinutes: null, hourlyRate: null, currency: null, payPack: null, onCallRate: null },
  ],
  hasPhone: true,
  hasPin: false,
})

const nightType: ShiftTypeView = {
  id: 'night',
  siteId: SITE,
  name: 'Night',
  startsAt: '22:00',
  endsAt: '06:00',
  kind: 'desk',
  levelId: LEVEL,
  skill: null,
  breaks: [{ from: '02:00', minutes: 30, isPaid: false }],
  forbiddenNext: [],
  isActive: true,
}

export const roster = (): Roster => ({
  from: '2026-11-23',
  to: '2026-11-30',
  plan: 'draft',
  zone: 'Europe/Berlin',
  shifts: [shift({ id: 'amira-early', date: '2026-11-23' }), shift({ id: 'amira-night', date: '2026-11-25', ...NIGHT(25) })],
  workers: [worker(AMIRA, 'Amira Haddad'), worker(DANA, 'Dana Novak')],
  leaves: [],
  overrides: [],
  shiftTypes: [nightType],
  needs: [
    {
      id: 'need',
      siteId: SITE,
      zone: 'Europe/Berlin',
      levelId: LEVEL,
      kind: 'desk',
      skill: null,
      days: [2],
      startsAt: '07:00',
      endsAt: '15:00',
      people: 2,
      onHolidays: true,
      validFrom: null,
      validTo: null,
      isInstead: false,
    },
  ],
  holidays: [],
  house: { from: '22:00', to: '06:00', minutes: 120 },
  findings: [],
  gaps: [],
  unpublished: 0,
})

export const bigRoster = (people: number): Roster => {
  const workers = Array.from({ length: people }, (_, index) => worker(`person-${index}`, `Person ${index}`))
  const days = Array.from({ length: 49 }, (_, index) => new Date(Date.UTC(2026, 9, 19 + index)).toISOString().slice(0, 10))
  const shifts = workers.flatMap(({ id }) => days.filter((_, index) => index % 7 < 5).map((date) => shift({ id: `${id} ${date}`, personId: id, date })))
  return { ...roster(), workers, shifts }
}
