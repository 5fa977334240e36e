/** Asks the phone simulator's control API; resolves with its status and JSON text. Rejects when it cannot be reached. A Buffer is a WAV file. */
export type PhoneControl = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: string }>

export type SimulatorAddress = { url: string; accountSid: string; authToken: string }

/** A long poll waits for 20 seconds. */
const TIMEOUT_MILLISECONDS = 40_000

export function phoneControl({ url, accountSid, authToken }: SimulatorAddress): PhoneControl {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  return async (method, path, body) => {
    const response = await fetch(`${url}/control/${path}`, {
      method,
      headers: { authorization, ...(body != null && { 'content-type': Buffer.isBuffer(body) ? 'audio/wav' : 'application/json' }) },
      ...(body != null && { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    })
    return { status: response.status, body: await response.text() }
  }
}
