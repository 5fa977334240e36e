import { chanceOf } from './random-rosters.ts'

/** Instances in the published format, of any size, the same for the same seed. Nothing is copied from the published ones but the shape. */
export type InstanceSize = { agents: number; days: number; shifts: number; seed: number }

/** As large as the published instances that we do not have. */
export const SIZES = {
  like5: { agents: 16, days: 28, shifts: 2, seed: 5 },
  like7: { agents: 20, days: 28, shifts: 3, seed: 7 },
  like9: { agents: 36, days: 28, shifts: 4, seed: 9 },
  like11: { agents: 50, days: 28, shifts: 6, seed: 11 },
  like17: { agents: 32, days: 56, shifts: 4, seed: 17 },
  like13: { agents: 120, days: 28, shifts: 18, seed: 13 },
  like19: { agents: 40, days: 84, shifts: 5, seed: 19 },
  like21: { agents: 100, days: 182, shifts: 8, seed: 21 },
  like22: { agents: 50, days: 364, shifts: 10, seed: 22 },
  like23: { agents: 100, days: 364, shifts: 16, seed: 23 },
  like24: { agents: 150, days: 364, shifts: 32, seed: 24 },
} as const satisfies Record<string, InstanceSize>

/** Kinds of shift through the day: an earlier kind may not follow a later one. */
const KINDS = ['a', 'd', 'p', 'n'] as const

export function randomInstance({ agents, days, shifts, seed }: InstanceSize): string {
  const { int, pick, happens } = chanceOf(seed)
  const kindOf = (shift: number): number => Math.floor((shift * KINDS.length) / shifts)
  const ids = Array.from({ length: shifts }, (_, shift) => `${KINDS[kindOf(shift)]}${shift + 1}`)
  const lengths = ids.map((_, shift) => (kindOf(shift) === 3 ? pick([480, 600]) : 480))
  const people = Array.from({ length: agents }, (_, agent) => `P${agent + 1}`)
  const weekends = Math.ceil(days / 14)
  const full = Math.round((days * 5) / 7) * 480
  const staff = people.map((id) => {
    const share = pick([1, 1, 0.8, 0.6])
    const most = Math.round((full * share) / 480) * 480
    const may = ids.map((shift) => `${shift}=${shift.startsWith('n') ? pick([0, Math.ceil(days / 7)]) : happens(0.75) ? days : 0}`)
    if (may.every((one) => one.endsWith('=0'))) may[0] = `${ids[0]}=${days}`
    const onlyNights = may.every((one) => one.startsWith('n') || one.endsWith('=0'))
    if (onlyNights) may[0] = `${ids[0]}=${days}`
    return { id, line: [id, may.join('|'), most, Math.max(0, Math.round(most * 0.85)), pick([5, 5, 6]), 2, 2, weekends].join(','), share }
  })
  const off = people.map((id) => {
    const first = int(days)
    return [id, ...Array.from({ length: Math.max(1, Math.floor(days / 28)) }, (_, n) => first + n).filter((day) => day < days)].join(',')
  })
  const wishes = (): string[] =>
    people.flatMap((id) =>
      Array.from({ length: Math.ceil(days / 14) }, () => int(days - 3)).flatMap((first) => {
        const [shift, cost] = [pick(ids), 1 + int(3)]
        return Array.from({ length: 1 + int(3) }, (_, n) => `${id},${first + n},${shift},${cost}`)
      }),
    )
  const workdays = staff.reduce((sum, { share }) => sum + share * (5 / 7), 0)
  const cover = Array.from({ length: days }, (_, day) =>
    ids.map((shift) => `${day},${shift},${Math.max(0, Math.round((workdays / shifts) * (day % 7 > 4 ? 0.7 : 1.02) + pick([-1, 0, 0, 1])))},100,1`),
  ).flat()
  const successors = ids.map((_, shift) => ids.filter((__, other) => kindOf(other) < kindOf(shift)).join('|'))
  return [
    '# generated',
    ...section('HORIZON', [String(days)]),
    ...section(
      'SHIFTS',
      ids.map((id, shift) => `${id},${lengths[shift]},${successors[shift]}`),
    ),
    ...section(
      'STAFF',
      staff.map(({ line }) => line),
    ),
    ...section('DAYS_OFF', off),
    ...section('SHIFT_ON_REQUESTS', wishes()),
    ...section('SHIFT_OFF_REQUESTS', wishes()),
    ...section('COVER', cover),
    '',
  ].join('\n')
}

const section = (name: string, lines: readonly string[]): string[] => ['', `SECTION_${name}`, ...lines]
