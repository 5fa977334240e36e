import { expect, it } from 'vitest'
import { sessionCookie } from '../../../../services/people/sign-in/cookie.ts'

it.each([
  ['https://line.example', true],
  ['http://line.example', false],
  [undefined, false],
])('%s: secure %s', (publicUrl, secure) => {
  expect(sessionCookie(publicUrl)).toEqual({ path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 2_592_000 })
})
