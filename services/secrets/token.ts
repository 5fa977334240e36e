/** The shape of our secrets (32 random bytes, base64url): what has another is refused without asking the database. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/

export function isToken(token: string): boolean {
  return TOKEN.test(token)
}
