import { describe, expect, it } from 'vitest'
import { addressParts, countryOf, keysOf } from '../../../../services/callbacks/abuse/keys.ts'

describe('what counts as one address and one network', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7', '203.0.113.0/24'],
    ['::ffff:203.0.113.7', '203.0.113.7', '203.0.113.0/24'],
    ['::FFFF:203.0.113.7', '203.0.113.7', '203.0.113.0/24'],
    // Who is given a /64 may choose among all its addresses.
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:0DB8:0001:0002:0003:0004:0005:0006', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['::1', '0:0:0:0::/64', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
    // Nothing that we know is an address of its own.
    ['unix:', 'unix:', 'unix:'],
    ['1:2:3:4:5:6:7:8:9::', '1:2:3:4:5:6:7:8:9::', '1:2:3:4:5:6:7:8:9::'],
  ])('%s', (given, address, network) => expect(addressParts(given)).toEqual({ address, network }))
})

describe('the rows in which a request counts', () => {
  it('stand in one order, so that no two requests wait for each other', () => {
    const keys = keysOf({ number: '+493023125200', who: ' 12  Anna ', address: '203.0.113.7' })
    expect(keys.map(({ scope, key, period }) => [scope, key, period])).toEqual([
      ['address', '203.0.113.7', 'hour'],
      ['line', '+493023125200', 'day'],
      ['network', '203.0.113.0/24', 'hour'],
      ['number', '+493023125200 12 anna', 'day'],
      ['range', '+493023125', 'day'],
    ])
    const scopes = keys.map(({ scope }) => scope)
    expect(scopes).toEqual([...scopes].sort())
  })
  it('are those of the address alone where no number is given, and of the number alone on the phone', () => {
    expect(keysOf({ number: null, who: '', address: '203.0.113.7' }).map(({ scope }) => scope)).toEqual(['address', 'network'])
    expect(keysOf({ number: '+493023125200', who: '', address: null }).map(({ scope }) => scope)).toEqual(['line', 'number', 'range'])
  })
})

it.each([
  ['+493023125200', 'DE'],
  ['+12125550123', 'US'],
  ['+14165550123', 'CA'],
  ['+881612345678', ''],
  ['nonsense', ''],
])('country of %s', (number, country) => expect(countryOf(number)).toBe(country))
