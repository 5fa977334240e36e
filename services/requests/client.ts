/** More than this is no answer to a question of a phone call. */
const MOST_BYTES = 65_536

export type OutgoingRequest = {
  url: URL
  method: 'get' | 'post'
  body: Readonly<Record<string, string>> | null
  token: string | null
  /** The same for each try: who is asked twice does it once. */
  idempotencyKey: string
  timeoutSeconds: number
}

/** Asks another program; `why` says in a few words what went wrong. Never rejects, and never says the token. */
export async function ask({ url, method, body, token, idempotencyKey, timeoutSeconds }: OutgoingRequest): Promise<{ text: string } | { why: string }> {
  const isPost = method === 'post'
  try {
    const response = await fetch(url, {
      method: method.toUpperCase(),
      headers: {
        accept: 'application/json',
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(isPost && { 'content-type': 'application/json', 'idempotency-key': idempotencyKey }),
      },
      ...(isPost && { body: JSON.stringify(body ?? {}) }),
      // Wherever it leads, it is not in the list of hosts.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutSeconds * 1_000),
    })
    if (!response.ok) {
      await response.body?.cancel()
      return { why: response.status >= 300 && response.status < 400 ? `it sends us elsewhere (${response.status})` : `status ${response.status}` }
    }
    return await readLimited(response)
  } catch (error) {
    return { why: error instanceof Error && error.name === 'TimeoutError' ? `no answer within ${timeoutSeconds} s` : 'it cannot be reached' }
  }
}

async function readLimited(response: Response): Promise<{ text: string } | { why: string }> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).byteLength
    // Leaving the loop cancels the rest.
    if (bytes > MOST_BYTES) return { why: `the answer is larger than ${MOST_BYTES} bytes` }
    chunks.push(chunk as Uint8Array)
  }
  return { text: Buffer.concat(chunks).toString('utf8') }
}
