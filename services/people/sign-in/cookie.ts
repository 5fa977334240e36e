import type { CookieSerializeOptions } from '@fastify/cookie'
import { SESSION_DAYS } from '../secrets.ts'

/** Lax + httpOnly; Secure where the line is reached by https. Max-Age and not Expires: the browser's clock is not ours when time is moved. */
export function sessionCookie(publicUrl: string | undefined): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl?.startsWith('https:') ?? false, maxAge: SESSION_DAYS * 86_400 }
}
