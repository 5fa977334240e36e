import type { RoutePlugin } from '../../http/app.ts'
import { offerPeriod, offers } from '../../schemas/calls.ts'
import { STAFF } from '../../schemas/people.ts'
import type { OfferReader } from './store.ts'

export function offerRoutes({ readOffers }: { readOffers: OfferReader }): RoutePlugin {
  return (app) => {
    app.get('/api/offers', { config: { access: STAFF }, schema: { tags: ['calls'], querystring: offerPeriod, response: { 200: offers } } }, (request) =>
      readOffers(request.query),
    )
  }
}
