import type { Notice } from '../api/shift-types.ts'

export type NoticePage = '/now' | '/my-shifts' | '/planning' | '/desk' | '/pyramid' | '/callbacks' | '/roster' | '/pay'
/**
 * The sentence of a notice: its key in the word lists, and what fills its blanks. Instants and dates are still as the server says them:
 * `period` fills the blank `when`, `instants` theirs.
 */
export type NoticeWords = {
  key: string
  count?: number
  values: Record<string, string>
  period?: { from: string; to: string }
  instants?: Record<string, string>
  to: NoticePage
  /** Of `/planning`. */
  tab?: 'people' | 'requests'
  /** It is about a case: its page is nearer. */
  caseNumber?: string
}

/** The body is a free record: what is missing or of another shape becomes an empty blank, never a broken page. */
export const noticeWords = ({ kind, body }: Pick<Notice, 'kind' | 'body'>): NoticeWords => {
  const text = (name: string): string => textOf(body[name])
  const period = { from: text('from'), to: text('to') }
  const around = text('case') === '' ? {} : { caseNumber: text('case') }
  switch (kind) {
    case 'gap':
      return {
        key: 'notices.gap',
        count: Math.max(1, countOf(body['need']) - countOf(body['have'])),
        values: { level: [text('level'), text('skill')].filter(Boolean).join(' · ') },
        period,
        to: '/now',
      }
    case 'noShow':
      return { key: 'notices.noShow', values: { name: text('name') }, instants: { since: text('since') }, to: '/now' }
    case 'unanswered':
      return { key: 'notices.unanswered', count: countOf(body['calls']), values: { name: text('name') }, to: '/now' }
    case 'roster':
      return {
        key: 'notices.roster',
        count: countOf(body['added']) + countOf(body['removed']) + countOf(body['changed']),
        values: {},
        period,
        to: '/my-shifts',
      }
    case 'handover':
      return { key: 'notices.handover', values: { from: text('from'), note: text('note') }, to: '/my-shifts' }
    case 'attestation':
      return {
        key: 'notices.attestation',
        values: { name: text('name'), skill: text('skill') },
        instants: { expiresAt: text('expiresAt') },
        to: '/planning',
        tab: 'people',
      }
    case 'leave':
      return { key: 'notices.leave', count: countOf(body['shifts']), values: { name: text('name') }, period, to: '/now' }
    // A message on a case; an urgent case for which nobody was reached.
    case 'message':
    case 'wake':
      return { key: `notices.${kind}`, values: { case: text('case'), title: text('title') }, to: '/now', ...around }
    case 'help':
      return { key: 'notices.help', values: { name: text('name') }, to: '/desk' }
    case 'breaker':
      return {
        key: `notices.breaker.${text('why') || 'byHand'}`,
        values: { calls: String(countOf(body['calls'])), bad: String(countOf(body['bad'])) },
        ...(text('until') !== '' && { instants: { until: text('until') } }),
        to: '/callbacks',
      }
    case 'offer':
    case 'reminder':
      return { key: `notices.${kind}`, values: { level: text('level'), name: text('name') }, period, to: '/my-shifts' }
    case 'offerEnded':
      return {
        key: `notices.offerEnded.${text('outcome')}`,
        values: { name: text('name') },
        period,
        to: text('outcome') === 'raised' ? '/roster' : '/my-shifts',
      }
    case 'leaveAsked':
      return { key: 'notices.leaveAsked', values: { name: text('name') }, period, to: '/planning', tab: 'requests' }
    case 'leaveDecided':
      return { key: `notices.leaveDecided.${text('outcome')}`, values: {}, period, to: '/my-shifts' }
    case 'workedAsked':
      return { key: 'notices.workedAsked', values: { name: text('name') }, period, to: '/pay' }
    case 'workedDecided':
      return { key: `notices.workedDecided.${text('outcome')}`, values: {}, period, to: '/pay' }
    case 'ownShifts':
      return { key: `notices.ownShifts.${text('what')}`, values: { name: text('name') }, period, to: '/roster' }
    case 'plan':
      return { key: `notices.plan.${text('outcome')}`, values: {}, period, to: '/roster' }
    case 'pay':
      return { key: 'notices.pay', values: { month: text('month') }, to: '/pay' }
    // About a case of his, or of a level that he heads.
    case 'moved':
    case 'warning':
    case 'top':
    case 'ola':
    case 'silence':
    case 'undelivered':
    case 'unreachable':
    case 'facts':
    case 'subTask':
    case 'broken':
    case 'alarm':
    case 'woken':
      return {
        key: `notices.${kind}`,
        values: { case: text('case'), title: text('title'), name: text('name'), hours: String(countOf(body['hours'])) },
        to: kind === 'alarm' ? '/pyramid' : '/now',
        ...around,
      }
  }
}

/** A text, or the name of a person. */
const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : ''
}

/** A number, or how many there are. */
const countOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.length
  return typeof value === 'number' ? value : 0
}

export const unseenOf = <N extends Pick<Notice, 'seenAt'>>(notices: readonly N[]): N[] => notices.filter(({ seenAt }) => seenAt === null)
