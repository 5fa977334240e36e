import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessRow, type Route } from '../../services/http/route-table.ts'
import { role } from '../../services/schemas/people.ts'
import { accessServer, browser, type AccessServer } from '../support/access.ts'

let line: AccessServer
let routes: readonly Route[]
let documented: readonly string[]

beforeAll(async () => {
  line = await accessServer({ requestsPerMinute: 10_000 })
  await line.app.ready()
  routes = line.server.routes()
  documented = readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8').split('\n')
})
afterAll(() => line.close())

const NOBODY = '00000000-0000-4000-8000-000000000000'
const concrete = ({ path }: Route) => path.replace('/:id', `/${NOBODY}`).replace('/:number', '/+493023125199').replace('/:token', '/x').replace('*', 'x')

describe('who may call what', () => {
  it('stands in docs/access.md, route by route', () => {
    expect(routes.length).toBeGreaterThan(25)
    expect(routes.map(accessRow).filter((row) => !documented.includes(row))).toEqual([])
    // Of the routes built here none is documented otherwise, or twice.
    const paths = new Set(routes.map(({ method, path }) => `| ${method} ${path} |`))
    expect(documented.filter((row) => [...paths].some((path) => row.startsWith(path)))).toHaveLength(paths.size)
  })

  it.each([undefined, ...role.options])('is so for %s', async (who) => {
    const key = who && (await line.apiKeys.createApiKey({ name: who, role: who })).key
    const { ask } = browser(line.app, key)
    const wrong: string[] = []
    for (const route of routes.filter(({ path }) => path !== '/api/live')) {
      const { status, body } = await ask(route.method as 'GET', concrete(route))
      const isRefused = status === 401 || (status === 403 && body.code === 'ROLE_NOT_ALLOWED')
      const cells = accessRow(route).split(' | ')
      const isOpen = who ? cells[2 + role.options.indexOf(who)]?.startsWith('yes') : cells[1] === 'public'
      if (isRefused === isOpen) wrong.push(`${route.method} ${route.path}: ${status}`)
    }
    expect(wrong).toEqual([])
  })
})
