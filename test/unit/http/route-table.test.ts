import { describe, expect, it } from 'vitest'
import { accessRow, accessTable, routeTable, undeclaredRoutes, type Route } from '../../../services/http/route-table.ts'

const routes: Route[] = [
  { method: 'POST', path: '/b', access: ['admin', 'agent'] },
  { method: 'GET', path: '/b', access: 'signedIn' },
  { method: 'HEAD', path: '/b', access: 'signedIn' },
  { method: 'HEAD', path: '/only', access: 'public' },
  { method: 'GET', path: '/a', access: undefined },
  { method: 'POST', path: '/w', access: 'signed' },
]

describe('the route table', () => {
  it('is sorted, and leaves out HEAD where it mirrors a GET', () => {
    expect(routeTable(routes).map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /a', 'GET /b', 'POST /b', 'HEAD /only', 'POST /w'])
  })
  it('finds routes that do not say who may call them', () => expect(undeclaredRoutes(routes)).toEqual(['GET /a']))
  it('writes a row for each', () => {
    expect(routes.map(accessRow).filter((_, i) => i !== 2)).toEqual([
      '| POST /b | - | yes | - | - | - | - | yes | - |',
      '| GET /b | - | yes | yes | yes | yes | yes | yes | yes |',
      '| HEAD /only | public | yes | yes | yes | yes | yes | yes | yes |',
      '| GET /a | - | - | - | - | - | - | - | - |',
      '| POST /w | signed | - | - | - | - | - | - | - |',
    ])
    expect(accessTable(routes).split('\n')).toHaveLength(2 + 5)
  })
})
