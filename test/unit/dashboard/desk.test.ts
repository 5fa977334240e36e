import { describe, expect, it } from 'vitest'
import type { TFunction } from 'i18next'
import type { DeskPop, RoomMember } from '../../../dashboard/src/api/desk-types.ts'
import { callerWords, pathWords, ringWords } from '../../../dashboard/src/desk/caller-words.ts'
import { heardOf, sinceAnswered } from '../../../dashboard/src/desk/heard.ts'
import { concerns, MADE_OLD } from '../../../dashboard/src/live/live-order.ts'
import type { PhoneEvent } from '../../../dashboard/src/phone/phone-events.ts'

const t = ((key: string, values: Record<string, string> = {}) => [key, ...Object.values(values)].join(' ')) as unknown as TFunction
const pop = (more: Partial<DeskPop> = {}): DeskPop => ({
  call: {
    sid: 'CA1',
    direction: 'inbound',
    from: '+493023125200',
    fromKind: 'number',
    to: '+493023125100',
    numberLabel: null,
    siteName: null,
    customer: null,
    identity: 'none',
    language: 'en',
    status: 'in-progress',
    startedAt: '2026-11-22T09:00:00Z',
    endedAt: null,
    durationSeconds: null,
    outcome: null,
  },
  path: [],
  captured: [],
  waitSeconds: 3,
  customer: null,
  candidates: [],
  lastContacts: [],
  openCases: [],
  callbacks: [],
  recording: { mode: 'never', consent: null },
  ...more,
})
const marta = (isSure: boolean): DeskPop['customer'] => ({
  id: 'marta',
  name: 'Marta Nowak',
  isSure,
  language: 'en',
  accountManager: null,
  lastRating: null,
  contactsInSevenDays: 3,
  products: [],
  note: '',
})
const member = (role: RoomMember['role'], state: RoomMember['state'] = 'in'): RoomMember => ({
  id: role,
  role,
  person: { id: 'amira', name: 'Amira Haddad' },
  number: '',
  mode: 'talk',
  isMuted: false,
  isHeld: false,
  state,
})

describe('who is calling', () => {
  it('is a name only when the number proves it', () => {
    expect(callerWords(t, pop({ customer: marta(true) }))).toBe('Marta Nowak')
    expect(callerWords(t, pop({ customer: marta(false) }))).toBe('ring.perhaps Marta Nowak')
    expect(callerWords(t, pop())).toBe('+49 30 23125 200')
    expect(callerWords(t, pop({ call: { ...pop().call, from: null } }))).toBe('calls.hidden')
    expect(callerWords(t, null)).toBe('ring.somebody')
  })
  it('is a colleague who calls one in, or nobody when the call goes out', () => {
    const known = pop({ customer: marta(true) })
    expect(ringWords(t, { members: [] }, known)).toBe('ring.rings Marta Nowak')
    expect(ringWords(t, { members: [member('agent'), member('caller')] }, known)).toBe('ring.calledIn Amira Haddad Marta Nowak')
    expect(ringWords(t, { members: [member('agent', 'left')] }, known)).toBe('ring.rings Marta Nowak')
    expect(ringWords(t, { members: [] }, pop({ customer: marta(true), call: { ...pop().call, direction: 'outbound-api' } }))).toBe('ring.outbound Marta Nowak')
  })
  it('came by steps with what was pressed', () =>
    expect(
      pathWords(
        pop({
          path: [
            { step: 'main', answer: '1' },
            { step: 'line', answer: null },
          ],
        }),
      ),
    ).toEqual(['main: 1', 'line']))
})

describe('what the phone in the page hears', () => {
  const event = (n: number, type: PhoneEvent['type'], leg: string, text?: string): PhoneEvent => ({
    n,
    at: '2026-11-22T09:00:00Z',
    type,
    leg,
    ...(text === undefined ? {} : { text }),
  })
  const events = [
    event(1, 'said', 'marta', 'To talk to a person, press 1.'),
    event(2, 'spoke', 'marta', 'A person!'),
    event(3, 'answered', 'amira'),
    event(4, 'said', 'amira', 'A caller. Press 1.'),
    event(5, 'pressed', 'amira', '1'),
    event(6, 'said', 'marta', 'Connecting.'),
    event(7, 'spoke', 'marta', 'It is cold.'),
    event(8, 'spoke', 'amira', 'I write it down.'),
  ]
  it('begins when it is picked up, and leaves out what the line says to others', () =>
    expect(heardOf(sinceAnswered(events, 'amira'), 'amira').map(({ who, text }) => `${who}: ${text}`)).toEqual([
      'line: A caller. Press 1.',
      'keys: 1',
      'other: It is cold.',
      'you: I write it down.',
    ]))
  it('is nothing while it rings', () => expect(sinceAnswered(events.slice(0, 2), 'amira')).toEqual([]))
})

describe('a live note', () => {
  it('of another desk makes nothing old here', () => {
    expect(concerns('desk', 'amira', 'amira')).toBe(true)
    expect(concerns('desk', 'dana', 'amira')).toBe(false)
    expect(concerns('notice', 'dana', 'amira')).toBe(false)
    expect(concerns('call', 'CA1', 'amira')).toBe(true)
    expect(concerns('desk', undefined, 'amira')).toBe(true)
  })
  it('that a case is mine now fetches the desk anew', () => expect(MADE_OLD.notice).toContain('desk'))
})
