import type { z } from 'zod'
import type { searchHit } from '../../schemas/customers.ts'

export type Hit = z.infer<typeof searchHit>
/** `isExact`: the whole of what was typed is its number, reference or name. */
export type Found = { kind: Hit['kind']; ref: string; title: string; body: string; isExact: boolean }

const BEFORE = 40
const LONGEST = 120

/**
 * What is shown of all that was found: each thing once, exact ones first, then the kinds in turn, so that many calls do not push out the
 * one case. Within a kind the order stays.
 */
export function chosen(found: readonly Found[], limit: number): Found[] {
  const seen = new Set<string>()
  const turns = new Map<string, number>()
  return [...found]
    .sort((a, b) => Number(b.isExact) - Number(a.isExact))
    .filter(({ kind, ref }) => !seen.has(`${kind} ${ref}`) && seen.add(`${kind} ${ref}`))
    .map((one) => {
      const turn = one.isExact ? 0 : (turns.get(one.kind) ?? 0) + 1
      if (!one.isExact) turns.set(one.kind, turn)
      return { one, turn }
    })
    .sort((a, b) => a.turn - b.turn)
    .slice(0, limit)
    .map(({ one }) => one)
}

/** The part of a text around the first of the words that somebody typed; its beginning if there is none of them. */
export function excerpt(text: string, typed: string): string {
  const lower = plain(text)
  const places = plain(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => lower.indexOf(beginning(word)))
    .filter((place) => place >= 0)
  const wanted = Math.max(0, Math.min(...places, text.length) - BEFORE)
  const first = places.length === 0 || wanted === 0 ? 0 : text.indexOf(' ', wanted) + 1
  const piece = text.slice(first, first + LONGEST)
  const isCut = first + LONGEST < text.length
  const whole = isCut ? piece.slice(0, Math.max(piece.lastIndexOf(' '), LONGEST / 2)) : piece
  return `${first > 0 ? '…' : ''}${whole.trim()}${isCut ? '…' : ''}`
}

const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е')
/** Endings differ: "leaking" is found by "leaks", «крыша» by «крышу». */
const beginning = (word: string): string => word.slice(0, Math.max(3, word.length - 2))
