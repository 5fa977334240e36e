import { describe, expect, it } from 'vitest'
import {
  callableNumber,
  canBeCalled,
  canBeTexted,
  classifyCaller,
  dialledNumber,
  numberVariants,
  regionOf,
  toE164,
} from '../../../services/telephony/caller-id.ts'

/** The pitfalls were checked against Google's PhoneNumberMetadata.xml. */
describe('classifyCaller', () => {
  it.each<[raw: string, region: string, kind: string, e164?: string]>([
    // words for "hidden"
    ['', 'DE', 'withheld'],
    ['anonymous', 'DE', 'withheld'],
    ['Anonymous', 'TH', 'withheld'],
    ['Restricted', 'DE', 'withheld'],
    ['unavailable', 'DE', 'withheld'],
    ['UNKNOWN', 'DE', 'withheld'],
    ['private', 'DE', 'withheld'],
    [' anonymous ', 'DE', 'withheld'],
    // letters keyed as digits: ANONYMOUS, RESTRICTED, UNAVAILABLE (a possible Chinese landline), BLOCKED, UNKNOWN, PRIVATE
    ['+266696687', 'DE', 'withheld'],
    ['+7378742833', 'RU', 'withheld'],
    ['+86282452253', 'DE', 'withheld'],
    ['+2562533', 'DE', 'withheld'],
    ['+8656696', 'DE', 'withheld'],
    ['+7748283', 'DE', 'withheld'],
    ['266696687', 'DE', 'withheld'],
    ['1266696687', 'US', 'withheld'],
    ['+1266696687', 'US', 'withheld'],
    ['86282452253', 'CN', 'withheld'],
    // other kinds of callers
    ['sip:alice@host.example', 'DE', 'sip'],
    ['sips:alice@host.example;transport=tls', 'DE', 'sip'],
    ['sip:+493023125200@x.example', 'DE', 'sip', '+493023125200'],
    ['sip:12345@x.example', 'DE', 'sip'],
    ['client:agent7', 'DE', 'client'],
    ['Client:agent7', 'DE', 'client'],
    // short codes never become numbers of a region
    ['110', 'DE', 'short'],
    ['12345', 'DE', 'short'],
    ['123456', 'US', 'short'],
    // numbers
    ['+493023125200', 'DE', 'number', '+493023125200'],
    ['03023125200', 'DE', 'number', '+493023125200'],
    ['0049 30 23125-200', 'DE', 'number', '+493023125200'],
    ['+1 555 555 0100', 'US', 'number', '+15555550100'],
    ['+80012345678', 'DE', 'number', '+80012345678'],
    ['+870773111632', 'DE', 'number', '+870773111632'],
    ['+390612345678', 'IT', 'number', '+390612345678'],
    ['06 12345678', 'IT', 'number', '+390612345678'],
    ['+79161234567', 'RU', 'number', '+79161234567'],
    ['+77011234567', 'KZ', 'number', '+77011234567'],
    ['+553188888888', 'BR', 'number', '+553188888888'],
    ['+5531988888888', 'BR', 'number', '+5531988888888'],
    // neither: kept raw
    ['*1234', 'IL', 'unparsed'],
    ['call me on +493023125200 please', 'DE', 'unparsed'],
    ['+49', 'DE', 'unparsed'],
    ['+493023125200123456789', 'DE', 'unparsed'],
    ['???', 'DE', 'unparsed'],
    ['12', 'DE', 'unparsed'],
  ])('%j in %s is %s %s', (raw, region, kind, e164) => expect(classifyCaller(raw, region)).toEqual({ kind, raw, ...(e164 !== undefined && { e164 }) }))
})

describe('numberVariants', () => {
  it.each<[string, string[]]>([
    ['+553188888888', ['+553188888888', '+5531988888888']],
    ['+5531988888888', ['+553188888888', '+5531988888888']],
    ['+541112345678', ['+541112345678', '+5491112345678']],
    ['+5491112345678', ['+541112345678', '+5491112345678']],
    ['+390612345678', ['+390612345678']],
    ['+493023125200', ['+493023125200']],
  ])('%s', (number, variants) => expect([...numberVariants(number)].sort()).toEqual(variants.sort()))
})

describe('toE164', () => {
  it.each([
    ['030 23125200', 'DE', '+493023125200'],
    ['(212) 555-0100', 'US', '+12125550100'],
    ['no number', 'DE', undefined],
    ['', 'DE', undefined],
  ])('%s in %s', (text, region, number) => expect(toE164(text, region)).toBe(number))
})

describe('regionOf', () => {
  it.each([
    ['+493023125100', 'DE'],
    ['+12125550100', 'US'],
    ['+77011234567', 'KZ'],
    ['+80012345678', 'DE'],
    ['sip:x', 'DE'],
    ['', 'DE'],
  ])('%s -> %s', (number, region) => expect(regionOf(number)).toBe(region))
})

it.each([
  ['+49 30 23125-100', '+493023125100'],
  ['+1 212 555 0100', '+12125550100'],
  ['sip:line@example.org', 'sip:line@example.org'],
  ['12345', '12345'],
])('%s was dialled: %s', (to, number) => expect(dialledNumber(to)).toBe(number))

describe('who may be called and texted', () => {
  it.each<[what: string, number: string | null, isCallable: boolean, isTextable: boolean]>([
    ['landline', '+493023125000', true, false],
    ['landline, the last of the fictional ones', '+493023125999', true, false],
    ['mobile', '+4915123456789', true, true],
    ['either, as in the USA', '+12125550100', true, true],
    ['landline of the Bahamas', '+12423565000', true, false],
    ['toll-free of a country', '+78001234567', true, false],
    ['premium, Germany', '+491379123456', false, false],
    ['premium, USA', '+19005551234', false, false],
    ['premium, Britain', '+449098765432', false, false],
    ['premium, Russia', '+78091234567', false, false],
    ['shared cost', '+491805123456', false, false],
    ['personal number', '+15005550006', false, false],
    ['pager', '+4916412345', false, false],
    ['company-wide', '+4918181234', false, false],
    ['satellite', '+881612345678', false, false],
    ['ships', '+870773111632', false, false],
    ['international network 882', '+882161234567', false, false],
    ['international network 883', '+883510001234', false, false],
    ['international premium', '+979123456789', false, false],
    ['international toll-free', '+80012345678', false, false],
    ['of a range that nobody has assigned', '+49900123456', false, false],
    ['emergency', '+49110', false, false],
    ['impossible', '+999123', false, false],
    ['not E.164', '03023125200', false, false],
    ['SIP', 'sip:+493023125200@x.example', false, false],
    ['empty', '', false, false],
    ['withheld', null, false, false],
  ])('%s %s', (_, number, isCallable, isTextable) => expect([canBeCalled(number), canBeTexted(number)]).toEqual([isCallable, isTextable]))

  it.each<[text: string, ourNumber: string | null, number: string | null]>([
    ['03023125200', '+493023125100', '+493023125200'],
    ['004930 23125-200', '+493023125100', '+493023125200'],
    ['+493023125200', null, '+493023125200'],
    ['03023125200', null, '+493023125200'],
    ['2125550100', '+12125550199', '+12125550100'],
    ['03023125100', '+493023125100', null],
    ['09001234567', '+493023125100', null],
    ['112', '+493023125100', null],
    ['110110', '+493023125100', null],
    ['0', '+493023125100', null],
    ['anonymous', '+493023125100', null],
    ['+86282452253', '+493023125100', null],
    ['', '+493023125100', null],
  ])('%j keyed to %s is %s', (text, ourNumber, number) => expect(callableNumber(text, ourNumber)).toBe(number))
})
