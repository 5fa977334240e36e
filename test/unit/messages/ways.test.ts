import { expect, test } from 'vitest'
import { waysTo, type Channel, type Point } from '../../../services/messages/ways.ts'

const ALL: Channel[] = ['sms', 'email', 'call']
const mobile: Point = { kind: 'phone', value: '+4915112345678', isPersonal: true, texts: 'likely', canBeCalled: true }
const landline: Point = { kind: 'phone', value: '+493012345', isPersonal: true, texts: 'unlikely', canBeCalled: true }
const email: Point = { kind: 'email', value: 'ada@example.org', isPersonal: true, texts: 'never', canBeCalled: false }
const shared = (point: Point): Point => ({ ...point, isPersonal: false })

test.each<[string, Point[], Channel | null, string[]]>([
  ['a mobile gets a text, and a call when that fails', [mobile], null, ['sms', 'call']],
  ['a landline gets a call', [landline], null, ['call']],
  ['quiet ways go before a call', [landline, email, mobile], null, ['sms', 'email', 'call', 'call']],
  ['who prefers texts gets one on whatever phone', [landline, email], 'sms', ['sms', 'email', 'call']],
  ['who prefers e-mail gets it', [mobile, email], 'email', ['email', 'sms', 'call']],
  ['who prefers calls is called', [mobile, email], 'call', ['call', 'sms', 'email']],
  ['his own number goes before one that others share', [shared(mobile), landline], null, ['call', 'sms', 'call']],
  ['who said STOP, or whose texts came back, gets none', [{ ...mobile, texts: 'never' }], 'sms', ['call']],
  ['a number that earns somebody money is not called', [{ ...landline, canBeCalled: false }], null, []],
  ['nobody knows a way', [], 'sms', []],
])('%s', (_, points, preferred, expected) => expect(waysTo(points, { preferred, channels: ALL }).map(({ channel }) => channel)).toEqual(expected))

test('without a mail server there is no e-mail, and what is personal is said of each way', () => {
  expect(waysTo([email, shared(mobile)], { preferred: 'email', channels: ['sms', 'call'] })).toEqual([
    { channel: 'sms', to: mobile.value, isPersonal: false },
    { channel: 'call', to: mobile.value, isPersonal: false },
  ])
})
