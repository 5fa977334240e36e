import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** `line`: a number, whoever is asked for there; `number`: with extension and name, so that five people behind one switchboard are five. */
export type Scope = 'address' | 'line' | 'network' | 'number' | 'range' | 'all'
export type Counted = { scope: Scope; key: string; period: 'hour' | 'day' }

export type Counting = { number: string | null; who: string; address: string | null }

/** In which rows a request counts besides `all`; always in this order, so that no two requests wait for each other. */
export function keysOf({ number, who, address }: Counting): Counted[] {
  const from = address === null ? undefined : addressParts(address)
  return [
    ...(from ? [{ scope: 'address', key: from.address, period: 'hour' } as const] : []),
    ...(number === null ? [] : [{ scope: 'line', key: number, period: 'day' } as const]),
    ...(from ? [{ scope: 'network', key: from.network, period: 'hour' } as const] : []),
    ...(number === null ? [] : [{ scope: 'number', key: `${number} ${plain(who)}`.trim(), period: 'day' } as const]),
    ...(number === null ? [] : [{ scope: 'range', key: number.slice(0, -3), period: 'day' } as const]),
  ]
}

const plain = (who: string): string => who.trim().toLowerCase().replace(/\s+/g, ' ').slice(0, 200)

/**
 * What counts as one address, and as one network: an IPv4 address and its /24; of IPv6 a /64, which is what one house is given (it may choose among
 * 2^64 addresses), and the /48. An IPv4 address that is written as IPv6 is the IPv4 address.
 */
export function addressParts(address: string): { address: string; network: string } {
  const ipv4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})$/i.exec(address)
  if (ipv4) return { address: `${ipv4[1]}.${ipv4[2]}`, network: `${ipv4[1]}.0/24` }
  const groups = ipv6Groups(address)
  if (!groups) return { address, network: address }
  return { address: `${groups.slice(0, 4).join(':')}::/64`, network: `${groups.slice(0, 3).join(':')}::/48` }
}

function ipv6Groups(address: string): string[] | undefined {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  if (!/^[0-9a-f:.]*$/.test(`${head}${tail ?? ''}`) || !address.includes(':')) return undefined
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const missing = 8 - before.length - after.length
  if (missing < 0) return undefined
  return [...before, ...Array<string>(missing).fill('0'), ...after].map((group) => group.replace(/^0+(?=.)/, ''))
}

/** ISO 3166; "" where a number has no country. */
export const countryOf = (number: string): string => parsePhoneNumberFromString(number, { extract: false })?.country ?? ''
