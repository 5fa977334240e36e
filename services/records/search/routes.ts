import type { RoutePlugin } from '../../http/app.ts'
import { searchQuery, searchResult } from '../../schemas/customers.ts'
import { STAFF } from '../../schemas/people.ts'
import type { RecordSearch } from './store.ts'

export function searchRoutes({ search }: Pick<RecordSearch, 'search'>): RoutePlugin {
  return (app) => {
    app.get(
      '/api/search',
      { config: { access: STAFF }, schema: { tags: ['search'], querystring: searchQuery, response: { 200: searchResult } } },
      async (request) => ({
        hits: await search(request.query),
      }),
    )
  }
}
