import { SESSION_COOKIE } from '../../services/http/access.ts'
import type { TestLine } from './line.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Answered<T> = { status: number; body: T }
/** Somebody of the demo company in front of his page. */
export type AtDesk = {
  id: string
  /** Of his session. */
  cookie: string
  /** Throws unless the answer is 2xx. */
  ask: <T = unknown>(method: Method, path: string, body?: object) => Promise<T>
  tries: <T = { code: string }>(method: Method, path: string, body?: object) => Promise<Answered<T>>
}

export async function atDesk(line: { url: string; database: TestLine['database']; app: Pick<TestLine['app'], 'links'> }, name: string): Promise<AtDesk> {
  const person = await line.database.prisma.person.findFirstOrThrow({ where: { name } })
  const { url } = await line.app.links.invite(person.id)
  const cookie = await acceptInvitation(line.url, new URL(url).searchParams.get('token') ?? '')
  const tries = async <T>(method: Method, path: string, body?: object): Promise<Answered<T>> => {
    const response = await fetch(`${line.url}${path}`, {
      method,
      headers: { cookie, origin: line.url, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T }
  }
  return {
    id: person.id,
    cookie,
    tries: tries as AtDesk['tries'],
    ask: async <T>(method: Method, path: string, body?: object): Promise<T> => {
      const answer = await tries<T>(method, path, body)
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body
    },
  }
}

async function acceptInvitation(url: string, token: string): Promise<string> {
  const response = await fetch(`${url}/api/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token, password: 'correct horse battery' }),
  })
  const cookie = response.headers.getSetCookie().find((one) => one.startsWith(`${SESSION_COOKIE}=`))
  if (response.status !== 204 || !cookie) throw new Error(`the invitation was answered with ${response.status}`)
  return cookie.split(';')[0] ?? ''
}
