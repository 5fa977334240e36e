import { describe, expect, it } from 'vitest'
import { allowedHost, flowHosts } from '../../../services/requests/hosts.ts'

const read = flowHosts('orders.example|s3cret,localhost:9000,127.0.0.1:8080,other.example:8443')
if ('fault' in read) throw new Error(read.fault)
const { hosts } = read

describe('a URL that a flow asks', () => {
  it.each<[url: string, token: string | null]>([
    ['https://orders.example/a?b=1', 's3cret'],
    ['https://ORDERS.example:443/a', 's3cret'],
    ['http://localhost:9000/', null],
    ['http://127.0.0.1:8080/x', null],
    ['https://other.example:8443/', null],
  ])('%s is allowed', (url, token) => expect(allowedHost(url, hosts)).toMatchObject({ token }))

  it.each([
    ['not encrypted', 'http://orders.example/'],
    ['another port', 'https://orders.example:8443/'],
    ['another port here', 'http://localhost:9001/'],
    ['no list entry', 'https://evil.example/'],
    ['a listed name inside another', 'https://orders.example.evil.example/'],
    ['a subdomain', 'https://x.orders.example/'],
    ['a user that looks like the host', 'https://orders.example@evil.example/'],
    ['a user', 'https://me:pw@orders.example/'],
    ['another scheme', 'file:///etc/passwd'],
    ['no URL', 'orders.example/a'],
    ['a backslash trick', 'https://evil.example\\@orders.example/'],
    ['the same machine by another name', 'http://[::1]:9000/'],
  ])('%s is not: %s', (_, url) => expect(allowedHost(url, hosts)).toBeUndefined())
})
