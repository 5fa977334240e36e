import type { AlarmKind } from './store.ts'

type Words = Record<AlarmKind, (count: number, cases: string) => string>

const en: Words = {
  late: (n, cases) => `${n} open for longer than 20 hours and not the executive's: ${cases}`,
  ownerless: (n, cases) => `${n} without an owner: ${cases}`,
  twoOwners: (n, cases) => `${n} with two owners: ${cases}`,
  inactiveOwner: (n, cases) => `${n} owned by somebody who has left: ${cases}`,
  heartbeat: () => 'the sweeper of the deadlines has given no sign of life for 90 seconds; cases are not moved',
  unheard: (n, cases) => `nobody acknowledges at the top, and nobody stands in; ${n} waiting: ${cases}`,
}
const ru: Words = {
  late: (n, cases) => `открыты дольше 20 часов и не у руководителя: ${n} (${cases})`,
  ownerless: (n, cases) => `без владельца: ${n} (${cases})`,
  twoOwners: (n, cases) => `с двумя владельцами: ${n} (${cases})`,
  inactiveOwner: (n, cases) => `владелец больше не работает: ${n} (${cases})`,
  heartbeat: () => 'служба сроков не подаёт признаков жизни 90 секунд; обращения не передаются',
  unheard: (n, cases) => `наверху никто не подтверждает, и заместителя нет; ждут: ${n} (${cases})`,
}

/** What an alarm says to a person; English for who reads a language that has no words here. */
export function alarmText(language: string, { what, count, cases }: { what: AlarmKind; count: number; cases: readonly string[] }): string {
  return (language === 'ru' ? ru : en)[what](count, cases.join(', ') + (count > cases.length ? ', …' : ''))
}
