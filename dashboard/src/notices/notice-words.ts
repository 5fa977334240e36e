import type { Notice } from '../api/shift-types.ts'

/** The sentence of a notice: its key in the word lists, and what fills its blanks. Instants and dates are still as the server says them. */
export type NoticeWords = { key: string; count?: number; values: Record<string, string | number>; instants: Record<string, string>; to?: NoticePage }
export type NoticePage = '/now' | '/my-shifts' | '/planning'

/** The body is a free record: what is missing or of another shape becomes an empty blank, never a broken page. */
export const noticeWords = ({ kind, body }: Pick<Notice, 'kind' | 'body'>): NoticeWords => {
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '')
  const number = (name: string): number => (typeof body[name] === 'number' ? body[name] : 0)
  const span = { from: text('from'), to: text('to') }
  switch (kind) {
    case 'gap':
      return { key: 'notices.gap', count: Math.max(1, number('need') - number('have')), values: { level: text('level') }, instants: span, to: '/now' }
    case 'noShow':
      return { key: 'notices.noShow', values: { name: text('name') }, instants: { since: text('since') }, to: '/now' }
    case 'roster':
      return { key: 'notices.roster', count: number('added') + number('removed') + number('changed'), values: {}, instants: span, to: '/my-shifts' }
    case 'handover':
      return { key: 'notices.handover', values: { from: nameOf(body['from']), note: text('note') }, instants: {}, to: '/my-shifts' }
    case 'attestation':
      return { key: 'notices.attestation', values: { name: text('name'), skill: text('skill') }, instants: { expiresAt: text('expiresAt') }, to: '/planning' }
    case 'leave':
      return { key: 'notices.leave', count: countOf(body['shifts']), values: { name: text('name') }, instants: span, to: '/now' }
  }
}

const nameOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : ''
}

const countOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.length
  return typeof value === 'number' ? value : 0
}

export const unseenOf = <N extends Pick<Notice, 'seenAt'>>(notices: readonly N[]): N[] => notices.filter(({ seenAt }) => seenAt === null)
