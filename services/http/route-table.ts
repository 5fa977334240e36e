import type { Access } from './access.ts'

export type Route = { method: string; path: string; access: Access | undefined }

/** The routes of the running program, HEAD left out where it only mirrors a GET; sorted by path, then method. */
export function routeTable(routes: readonly Route[]): Route[] {
  const gets = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path))
  const own = routes.filter(({ method, path }) => method !== 'HEAD' || !gets.has(path))
  return own.toSorted((a, b) => a.path.localeCompare(b.path, 'en') || a.method.localeCompare(b.method, 'en'))
}

/** Routes that do not say who may call them. The program does not start with one. */
export function undeclaredRoutes(routes: readonly Route[]): string[] {
  return routes.filter(({ access }) => access === undefined).map(({ method, path }) => `${method} ${path}`)
}
