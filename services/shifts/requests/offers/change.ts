import type { Duty, Finding, Shift } from '../../../roster-rules/model.ts'
import { isUnlawful, type Move, type WhatIf } from '../../roster/what-if/what-if.ts'

/** What a yes to an offer changes, and what it would break. */
export type OfferChange = { handOvers: Array<{ duty: Duty; to: string }>; moves: Move[]; added: Shift[] }

/** Parts of a shift that somebody works become another one's, from `since` on. */
export function passOn(duties: readonly Duty[], pieces: readonly Shift[], taker: string, since: number): Pick<OfferChange, 'handOvers' | 'moves'> {
  const left = duties.filter((duty) => duty.to > since)
  const moves = left.flatMap((duty) =>
    pieces
      .filter((piece) => piece.id === duty.shiftId && piece.personId === duty.personId && piece.from < duty.to && duty.from < piece.to)
      .map((piece) => ({ piece, taker, from: Math.max(piece.from, duty.from, Math.min(since, duty.to - 1)), to: Math.min(piece.to, duty.to) })),
  )
  return { handOvers: left.map((duty) => ({ duty, to: taker })), moves }
}

export function judged(tried: WhatIf, { moves, added }: Pick<OfferChange, 'moves' | 'added'>): { findings: Finding[]; isLawful: boolean } {
  const findings = tried.findings({ moves, added })
  return { findings, isLawful: !findings.some(isUnlawful) }
}

/** The times of what somebody works: equal as long as it is as it was seen. */
export const timesOf = (duties: readonly Duty[]): string =>
  duties
    .map(({ from, to }) => `${from}-${to}`)
    .sort()
    .join(' ')

type Offered = { shiftId: string | null; personId: string | null; startsAt: Date; endsAt: Date; createdAt: Date }

/** It is still that span of his that is offered, or less: to more nobody has said yes. What had begun before he was asked is not taken. */
export function isOffered(duty: Duty, { shiftId, personId, startsAt, endsAt, createdAt }: Offered): boolean {
  const isWithin = duty.to <= endsAt.getTime() && (duty.from >= startsAt.getTime() || duty.from <= createdAt.getTime())
  return duty.shiftId === shiftId && duty.personId === personId && isWithin && duty.from < endsAt.getTime() && startsAt.getTime() < duty.to
}
