import { describe, expect, it } from 'vitest'
import { securityHeaders } from '../../../services/http/headers.ts'

const policy = (publicUrl?: string) => {
  const { contentSecurityPolicy } = securityHeaders(publicUrl)
  return typeof contentSecurityPolicy === 'object' ? (contentSecurityPolicy.directives ?? {}) : {}
}

describe('securityHeaders', () => {
  it('allows scripts from this server only, never inline', () => expect(policy()['scriptSrc']).toEqual(["'self'"]))
  it.each([
    ['https://line.example', ['wss://line.example']],
    ['http://10.0.0.1:8080/x', ['ws://10.0.0.1:8080']],
    [undefined, ['ws://localhost:*', 'ws://127.0.0.1:*']],
  ])('names the sockets of %s', (publicUrl, sockets) => expect(policy(publicUrl)['connectSrc']).toEqual(["'self'", ...sockets]))
  it('forces https only where https is', () => {
    expect(policy('https://line.example')).toHaveProperty('upgradeInsecureRequests')
    expect(policy('http://localhost')).not.toHaveProperty('upgradeInsecureRequests')
    expect(securityHeaders('http://localhost').strictTransportSecurity).toBe(false)
  })
})
