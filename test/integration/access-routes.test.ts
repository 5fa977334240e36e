import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessRow, accessTable, type Route } from '../../services/http/route-table.ts'
import { role } from '../../services/schemas/people.ts'
import { browser } from '../support/access.ts'
import { startLine, type TestLine } from '../support/line.ts'

const PAGE = new URL('../../docs/access.md', import.meta.url)
const TABLE = /^\| route \|[^]*?(?=\n\n|\n*$(?![^]))/m

let line: TestLine
let routes: readonly Route[]

beforeAll(async () => {
  line = await startLine()
  routes = line.app.server.routes()
})
afterAll(() => line.stop())

const NOBODY = '00000000-0000-4000-8000-000000000000'
const concrete = ({ path }: Route) =>
  path
    .replace('/:id', `/${NOBODY}`)
    .replace('/:number', '/+493023125999')
    .replace(/:\w+|\*/g, 'x')

/** Asked by somebody who may: these would ring the phone or wait for it. */
const isPhone = ({ path }: Route) => path.startsWith('/api/phone')

describe('who may call what', () => {
  it('stands in docs/access.md, each route of the whole program once (WRITE_DOCS=1 writes the table)', () => {
    const page = readFileSync(PAGE, 'utf8')
    if (process.env['WRITE_DOCS'] === '1')
      writeFileSync(
        PAGE,
        page.replace(TABLE, () => accessTable(routes)),
      )
    expect(TABLE.exec(readFileSync(PAGE, 'utf8'))?.[0].trim().split('\n')).toEqual(accessTable(routes).split('\n'))
    expect(routes.length).toBeGreaterThan(40)
  })

  it.each([undefined, ...role.options])('is so for %s', async (who) => {
    const key = who && (await line.app.apiKeys.createApiKey({ name: who, role: who })).key
    const { ask } = browser(line.app.server.app, key)
    const wrong: string[] = []
    let asked = 0
    for (const route of routes.filter(({ path, access }) => path !== '/api/live' && access !== 'signed')) {
      const cells = accessRow(route).split(' | ')
      const isOpen = who ? cells[2 + role.options.indexOf(who)]?.startsWith('yes') : cells[1] === 'public'
      if (isOpen && isPhone(route)) continue
      const { status, body } = await ask(route.method as 'GET', concrete(route), undefined, { origin: 'http://localhost:80' })
      const isRefused = status === 401 || (status === 403 && body.code === 'ROLE_NOT_ALLOWED')
      if (isRefused === isOpen) wrong.push(`${route.method} ${route.path}: ${status}`)
      asked += 1
    }
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(35)
  })

  it('keeps calls, customers and cases from payroll', () => {
    const open = routes
      .filter(({ path }) => /^\/api\/(calls|customers|cases|phone|live)/.test(path))
      .filter(({ access }) => typeof access === 'string' || access?.includes('payroll'))
    expect(open).toEqual([])
  })
})
