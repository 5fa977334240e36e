/** Nothing was sent: the name, the way or the connection failed before the request could leave. */
const NEVER_SENT = new Set<unknown>(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
/** Not about what was asked: too many requests (20429, never processed), or our credentials, which somebody may be changing just now. */
const ABOUT_US = new Set<unknown>([401, 403, 429])

/** A country or a number that we may not call or text (21215, 21216, 21408), whatever the status: the same again gets the same answer. */
const isAboutTheNumber = (code: string | number | undefined): boolean => typeof code === 'number' && code >= 21_000 && code < 22_000

/** What may be believed after an error; `ProviderFault` says what the words mean. */
export function certaintyOf({ code, status }: { code?: string | number | undefined; status?: number | undefined }): { isSure: boolean; isPassing: boolean } {
  if (status === undefined) return { isSure: NEVER_SENT.has(code), isPassing: NEVER_SENT.has(code) }
  return { isSure: status >= 400 && status < 500, isPassing: ABOUT_US.has(status) && !isAboutTheNumber(code) }
}
