import { role } from '../schemas/people.ts'
import type { Access } from './access.ts'

export type Route = { method: string; path: string; access: Access | undefined }

/** The routes of the running program, HEAD left out where it only mirrors a GET; sorted by path, then method. */
export function routeTable(routes: readonly Route[]): Route[] {
  const gets = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => withoutSlash(path)))
  const own = routes.filter(({ method, path }) => method !== 'HEAD' || !gets.has(withoutSlash(path)))
  return own.toSorted((a, b) => a.path.localeCompare(b.path, 'en') || a.method.localeCompare(b.method, 'en'))
}

/** Routes that do not say who may call them. The program does not start with one. */
export function undeclaredRoutes(routes: readonly Route[]): string[] {
  return routes.filter(({ access }) => access === undefined).map(({ method, path }) => `${method} ${path}`)
}

/** One row of the table in docs/access.md: who may call this route, by role. */
export function accessRow({ method, path, access }: Route): string {
  const cells = role.options.map((one) => (isAllowed(access, one) ? 'yes' : '-'))
  return `| ${method} ${path} | ${access === 'public' || access === 'signed' ? access : '-'} | ${cells.join(' | ')} |`
}

/** The whole table of docs/access.md; a test compares it with the running program's routes. */
export function accessTable(routes: readonly Route[]): string {
  const head = `| route | without sign-in | ${role.options.join(' | ')} |`
  return [head, `|---|---|${role.options.map(() => '---|').join('')}`, ...routeTable(routes).map(accessRow)].join('\n')
}

/** Fastify reports the twin `/docs/` of `/docs` for HEAD only. */
function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path
}

function isAllowed(access: Access | undefined, one: (typeof role.options)[number]): boolean {
  if (access === undefined || access === 'signed') return false
  return access === 'public' || access === 'signedIn' || access.includes(one)
}
