/** What the rest of the program gets to see of an error of Twilio's package: `status` is HTTP's, `code` Twilio's or the network's. */
export type ProviderError = Error & { code?: string | number; status?: number }

/** The package's errors hold the whole request, its Authorization header included: a log or a crash would print it. */
export function plainError(thrown: unknown): ProviderError {
  const { message, code, status, stack } = typeof thrown === 'object' && thrown !== null ? (thrown as Record<string, unknown>) : { message: thrown }
  const error: ProviderError = new Error(typeof message === 'string' ? message : `Twilio answered ${String(status ?? 'nothing that can be read')}`)
  if (typeof stack === 'string') error.stack = stack
  if (typeof code === 'string' || typeof code === 'number') error.code = code
  if (typeof status === 'number') error.status = status
  return error
}
