import { domainError, type DomainError } from '../errors.ts'
import type { MoveName } from '../schemas/cases.ts'
import { SUPERVISION, type Role } from '../schemas/people.ts'

/** A case as far as its moves depend on it. */
export type MovedCase = {
  number: string
  status: string
  level: { id: string; name: string; rank: number; isExecutive: boolean }
  /** The lowest level: what leaves it must be acknowledged and complete. */
  isFrontLine: boolean
  /** Who has the open custody; `isKeeper`: only because he keeps the level. Null: the case has ended. */
  owner: { id: string; name: string; isKeeper: boolean; isOn: boolean } | null
  words: string
  acknowledgement: string | null
  /** Required facts of the reason that nobody has given. */
  missingFacts: readonly string[]
  /** By the policy that the case began with: who has this skill and is on may take it too. */
  skill: string | null
}

export type Mover = {
  id: string
  role: Role
  levelId: string | null
  levelRank: number | null
  isOn: boolean
  skills: readonly string[]
  /** Cases that he has taken; at his limit he takes no more. */
  inHand: number
  most: number | null
}

/** Why this person may not make this move now; undefined: he may. The page's buttons and the move itself ask the same. */
export function refusalOf(move: MoveName, moved: MovedCase, mover: Mover): DomainError | undefined {
  const { number, status, owner } = moved
  if (move === 'reopen') return status === 'open' ? domainError('CASE_IS_OPEN', { number }) : undefined
  if (status !== 'open' || !owner) return domainError('CASE_IS_OVER', { number, status })
  switch (move) {
    case 'take':
      return mayTake(moved, owner, mover)
    case 'takeOver':
      return mayTakeOver(moved, owner, mover)
    case 'passUp':
      return isOwner(owner, mover) ?? mayPassUp(moved)
    case 'solve':
    case 'askFacts':
    case 'close':
      return isOwner(owner, mover)
  }
}

type Owner = NonNullable<MovedCase['owner']>

const isOwner = (owner: Owner, mover: Mover): DomainError | undefined =>
  owner.id === mover.id ? undefined : domainError('NOT_THE_OWNER', { name: owner.name })

const isSupervisor = ({ role }: Mover): boolean => SUPERVISION.includes(role)

function mayTake({ level, skill }: MovedCase, owner: Owner, mover: Mover): DomainError | undefined {
  if (!owner.isKeeper) return domainError('TAKEN_MEANWHILE', { name: owner.name })
  const isOfLevel = mover.levelId === level.id && mover.role !== 'guest'
  const hasSkill = skill !== null && mover.isOn && mover.skills.includes(skill) && mover.role !== 'guest'
  // What has come to the top is not taken away by those below.
  const mayAsSupervisor = isSupervisor(mover) && (!level.isExecutive || isOfTop(level, mover))
  if (owner.id !== mover.id && !isOfLevel && !hasSkill && !mayAsSupervisor) return domainError('MAY_NOT_TAKE', { level: level.name })
  return hasRoom(mover)
}

export const hasRoom = ({ inHand, most }: Pick<Mover, 'inHand' | 'most'>): DomainError | undefined =>
  most !== null && inHand >= most ? domainError('ENOUGH_IN_HAND', { count: inHand, most }) : undefined

const isOfTop = (level: MovedCase['level'], mover: Mover): boolean => mover.levelId === level.id || mover.role === 'executive'

function mayTakeOver({ level }: MovedCase, owner: Owner, mover: Mover): DomainError | undefined {
  const { name } = owner
  if (owner.id === mover.id) return domainError('TAKEN_MEANWHILE', { name })
  if (level.isExecutive && !isOfTop(level, mover)) return domainError('TOP_CANNOT_PASS')
  const isColleague = mover.levelId === level.id && mover.role !== 'guest'
  return isSupervisor(mover) || (isColleague && !owner.isOn) ? undefined : domainError('MAY_NOT_TAKE_OVER', { name })
}

function mayPassUp({ level, isFrontLine, words, acknowledgement, missingFacts }: MovedCase): DomainError | undefined {
  if (level.isExecutive) return domainError('TOP_CANNOT_PASS')
  if (!isFrontLine) return undefined
  const untold = [...(words.trim() === '' ? ['words'] : []), ...((acknowledgement ?? '').trim() === '' ? ['acknowledgement'] : [])]
  if (untold.length > 0) return domainError('NOT_ACKNOWLEDGED', { missing: untold.join(', ') })
  return missingFacts.length > 0 ? domainError('FACTS_MISSING', { names: missingFacts.join(', ') }) : undefined
}

const ALL: readonly MoveName[] = ['take', 'solve', 'passUp', 'takeOver', 'askFacts', 'close', 'reopen']

/** The moves to show somebody. Passing up is shown to the owner while something is missing too: the answer says what. */
export function movesOf(moved: MovedCase, mover: Mover): MoveName[] {
  const possible = ALL.filter((move) => {
    const refusal = refusalOf(move, moved, mover)
    return refusal === undefined || refusal.code === 'NOT_ACKNOWLEDGED' || refusal.code === 'FACTS_MISSING'
  })
  // What can be taken need not be taken over.
  return possible.includes('take') ? possible.filter((move) => move !== 'takeOver') : possible
}

/** A try to reach the customer that nobody answered. */
export type VainTry = { at: Date }
const TRIES = 3

/**
 * Why a case cannot be closed as unreachable yet: it takes three tries in vain at different hours of the customer's day, and a written notice
 * that has gone out.
 */
export function unreachableTooSoon(tries: readonly VainTry[], hasNotice: boolean, hourOf: (at: Date) => number): DomainError | undefined {
  const hours = new Set(tries.map(({ at }) => hourOf(at)))
  if (hours.size >= TRIES && hasNotice) return undefined
  return domainError('UNREACHABLE_TOO_SOON', { tries: hours.size, notice: hasNotice ? 'yes' : 'no' })
}
