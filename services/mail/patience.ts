/** Servers that do not know a sender take him at his second or third try, some minutes later. */
const WAITS = [5, 30, 120, 300, 600, 900]
/** What could not be sent for so long goes another way. */
const MOST_SECONDS = 4 * 3_600

/** How long to wait before the next try; undefined: it is given up. `attempts`: those that were made. */
export function waitSeconds(attempts: number, ageSeconds: number): number | undefined {
  const wait = WAITS[Math.min(attempts, WAITS.length) - 1] ?? 5
  return ageSeconds + wait > MOST_SECONDS ? undefined : wait
}

/** What a mail server, or the way to it, refused. See `ProviderFault`: `isSure`, it was certainly not sent; `isPassing`, a moment later it may be. */
export type MailFault = { isSure: boolean; isPassing: boolean }

/**
 * Before the letter itself was begun nothing can have gone out; after that only the server's own answer tells. A wrong password is the house's
 * fault, which is mended: it passes. `hasBegun`: DATA was said.
 */
export function certaintyOf({ code, responseCode, hasBegun }: { code?: string; responseCode?: number; hasBegun: boolean }): MailFault {
  if (responseCode !== undefined) return { isSure: true, isPassing: responseCode < 500 || code === 'EAUTH' }
  if (hasBegun) return { isSure: false, isPassing: false }
  return { isSure: true, isPassing: code !== 'EENVELOPE' && code !== 'EMESSAGE' }
}

/** In its Message-ID: who gets it twice by a server's fault sees it once. */
export function messageId(id: string, from: string): string {
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return `<${id.replace(/[^A-Za-z0-9.-]/g, '-')}@${domain}>`
}
