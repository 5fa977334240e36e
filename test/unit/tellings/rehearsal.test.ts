import { expect, test } from 'vitest'
import { policyRule } from '../../../services/schemas/rules.ts'
import { rehearse, type Rehearsed, type RehearsedCase } from '../../../services/tellings/rehearsal.ts'

const policy = policyRule.parse({ levels: {} })
const person = (name: string) => ({ id: name, name })
const [amira, chen, clara, farid] = [person('Amira'), person('Chen'), person('Clara'), person('Farid')]
const at = (clock: string): Date => new Date(`2026-11-${clock.startsWith('0') ? '19' : '18'}T${clock}:00Z`)

const aCase = (number: string, dueTopAt: Date, more: Partial<RehearsedCase> = {}): RehearsedCase => ({
  number,
  severity: 'normal',
  levelId: 'front',
  isAtTop: false,
  owner: amira,
  levelHead: amira,
  dueTopAt,
  warnedHours: 19,
  olaDueAt: null,
  olaBreachedAt: null,
  lastSignAt: null,
  silenceToldAt: null,
  policy,
  ...more,
})
const tonight = (cases: RehearsedCase[], more: Partial<Rehearsed> = {}) =>
  rehearse({
    now: at('18:00'),
    until: at('07:00'),
    cases,
    tellings: [],
    head: clara,
    topOwnerAt: () => clara,
    deputyAt: () => farid,
    nextKeeperAt: () => chen,
    rule: policy.executive,
    zone: 'Europe/Berlin',
    ...more,
  }).map((step) => [step.at.slice(11, 16), step.caseNumber, step.what, step.who.map(({ name }) => name).join(), step.ways.join()])

test('an urgent case climbs, she is called at once, and after half an hour her deputy', () => {
  expect(tonight([aCase('1', at('21:00'), { severity: 'urgent', warnedHours: 10 })])).toEqual([
    ['18:00', '1', 'warned', 'Amira,Chen', 'page'],
    ['20:00', '1', 'warned', 'Amira,Chen', 'page'],
    ['21:00', '1', 'top', 'Clara', 'page,sms,email'],
    ['21:00', '1', 'told', 'Clara', 'call'],
    ['21:30', '1', 'deputy', 'Farid', 'page,sms,email,call'],
  ])
})

test('others wait for her hour; a second urgent case joins the telling and goes to the deputy with the first', () => {
  expect(tonight([aCase('1', at('21:00'), { severity: 'urgent' }), aCase('2', at('21:20'), { severity: 'urgent' }), aCase('3', at('03:00'))])).toEqual([
    ['21:00', '1', 'top', 'Clara', 'page,sms,email'],
    ['21:00', '1', 'told', 'Clara', 'call'],
    ['21:20', '2', 'top', 'Clara', 'page,sms,email'],
    ['21:20', '2', 'told', 'Clara', 'call'],
    ['21:30', '1', 'deputy', 'Farid', 'page,sms,email,call'],
    ['21:30', '2', 'deputy', 'Farid', 'page,sms,email,call'],
    ['03:00', '3', 'top', 'Clara', 'page,sms,email'],
    ['07:00', '3', 'told', 'Clara', 'call'],
  ])
})

test('agreements and silence are told, what is over before them is not; nobody stands in: she is called on', () => {
  const cases = [
    aCase('1', at('23:00'), { olaDueAt: at('22:00'), lastSignAt: at('11:00') }),
    aCase('2', at('23:00'), { olaDueAt: at('23:30'), lastSignAt: at('11:30'), severity: 'urgent' }),
  ]
  expect(tonight(cases, { deputyAt: () => null })).toEqual([
    ['22:00', '1', 'olaBreached', 'Amira', 'page'],
    ['23:00', '1', 'silent', 'Clara', 'page'],
    ['23:00', '1', 'top', 'Clara', 'page,sms,email'],
    ['23:00', '2', 'top', 'Clara', 'page,sms,email'],
    ['23:00', '2', 'told', 'Clara', 'call'],
    ['23:30', '2', 'silent', 'Clara', 'page'],
    ['07:00', '1', 'told', 'Clara', 'call'],
  ])
})

test('she is away: the deputy has it at once, and nobody has it after him', () => {
  expect(tonight([aCase('1', at('21:00'), { severity: 'urgent' })], { topOwnerAt: () => farid })).toEqual([
    ['21:00', '1', 'top', 'Farid', 'page,sms,email'],
    ['21:00', '1', 'told', 'Farid', 'call'],
  ])
})
