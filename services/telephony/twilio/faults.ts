/** Nothing was sent: the name, the way or the connection failed before the request could leave. */
const NEVER_SENT = new Set<unknown>(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
/** Not about what was asked: too many requests (20429, never processed), or our credentials, which somebody may be changing just now. */
const ABOUT_US = new Set<unknown>([401, 403, 429])

/** What may be believed after an error; `ProviderFault` says what the words mean. */
export function certaintyOf({ code, status }: { code?: string | number | undefined; status?: number | undefined }): { isSure: boolean; isPassing: boolean } {
  if (status === undefined) return { isSure: NEVER_SENT.has(code), isPassing: NEVER_SENT.has(code) }
  return { isSure: status >= 400 && status < 500, isPassing: ABOUT_US.has(status) }
}
