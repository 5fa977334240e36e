import { describe, expect, it } from 'vitest'
import { classifyCaller, numberVariants, regionOf, toE164 } from '../../../services/telephony/caller-id.ts'

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
