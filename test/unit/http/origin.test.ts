import { describe, expect, it } from 'vitest'
import { checkOrigin } from '../../../services/http/origin.ts'

const base = { isSocket: false, isByCookie: true, host: 'line.example:8080', publicUrl: 'https://line.example' }

describe('checkOrigin', () => {
  it.each([
    // what                               method    origin                        more                                          isFine
    ['reading', 'GET', 'https://evil.example', {}, true],
    ['reading, HEAD', 'HEAD', 'https://evil.example', {}, true],
    ['own host', 'POST', 'http://line.example:8080', {}, true],
    ['own public URL', 'PATCH', 'https://line.example', {}, true],
    ['foreign', 'POST', 'https://evil.example', {}, false],
    ['foreign, delete', 'DELETE', 'https://evil.example', {}, false],
    ['other port', 'POST', 'http://line.example:9999', {}, false],
    ['own name in front', 'POST', 'https://line.example.evil.example', {}, false],
    ['public URL, other scheme', 'POST', 'http://line.example', {}, false],
    ['sandboxed page', 'POST', 'null', {}, false],
    ['missing, with cookie', 'POST', undefined, {}, false],
    ['missing, without cookie (a program)', 'POST', undefined, { isByCookie: false }, true],
    ['foreign sign-in', 'POST', 'https://evil.example', { isByCookie: false }, false],
    ['socket, foreign', 'GET', 'https://evil.example', { isSocket: true }, false],
    ['socket, missing', 'GET', undefined, { isSocket: true }, false],
    ['socket, own', 'GET', 'http://line.example:8080', { isSocket: true }, true],
    ['a site, any', 'POST', 'https://shop.example', { isByCookie: false, sites: [] }, true],
    ['a site, named', 'POST', 'https://shop.example', { isByCookie: false, sites: ['https://shop.example'] }, true],
    ['a site, not named', 'POST', 'https://evil.example', { isByCookie: false, sites: ['https://shop.example'] }, false],
    ['no public URL', 'POST', 'http://line.example:8080', { publicUrl: undefined }, true],
  ] as const)('%s', (_, method, origin, more, isFine) => {
    const act = () => checkOrigin({ ...base, method, origin, ...more })
    if (isFine) expect(act).not.toThrow()
    else expect(act).toThrow(expect.objectContaining({ code: 'ORIGIN_FOREIGN' }))
  })

  it('says what is allowed', () => {
    expect(() => checkOrigin({ ...base, method: 'POST', origin: 'https://evil.example' })).toThrow(
      '"https://evil.example"; allowed are pages of this server only: https://line.example or line.example:8080.',
    )
  })
})
