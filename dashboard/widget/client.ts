/** What came back. Status 0: nothing that we can use. A refusal is a problem as in docs/errors.md. */
export type Reply<Body> = { isOk: true; body: Body } | { isOk: false; status: number; problem: Problem }
export type Problem = { code?: string; faults?: Array<{ place: string }>; values?: { seconds?: number } }
export type Client = {
  get: <Body>(path: string, query?: Record<string, string | undefined>) => Promise<Reply<Body>>
  /** The same body again, after no answer, counts once: it goes with the same key. */
  post: <Body>(path: string, body: unknown) => Promise<Reply<Body>>
}

const TIMEOUT_MILLISECONDS = 15_000

/** Speaks with the public routes of one line. No cookie goes along and none is taken. */
export function createClient(line: string): Client {
  let [lastText, lastKey] = ['', '']
  const ask = async <Body>(path: string, init: RequestInit): Promise<Reply<Body>> => {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS)
      const response = await fetch(`${line}/api/public/callbacks${path}`, {
        ...init,
        signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
      })
      const { ok, status } = response
      const text = await response.text()
      if (ok) return { isOk: true, body: (text === '' ? null : JSON.parse(text)) as Body }
      if (status < 500) return { isOk: false, status, problem: JSON.parse(text) as Problem }
    } catch {
      // Offline, too slow, or not our line that answered: the same to him.
    }
    return { isOk: false, status: 0, problem: {} }
  }
  return {
    get: (path, query = {}) => ask(`${path}?${new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : [])))}`, {}),
    post: async (path, body) => {
      const text = JSON.stringify(body)
      if (lastText !== path + text) lastKey = randomKey()
      lastText = path + text
      const reply = await ask<never>(path, { method: 'POST', body: text, headers: { 'content-type': 'application/json', 'idempotency-key': lastKey } })
      // What was answered is answered; who asks the same again later means it.
      if (reply.isOk || reply.status > 0) lastText = ''
      return reply
    },
  }
}

/** `randomUUID` is missing on pages without https. */
const randomKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')
