import { z } from 'zod'
import { personOf, principalOf } from '../../../http/access.ts'
import type { RoutePlugin } from '../../../http/app.ts'
import { STAFF } from '../../../schemas/people.ts'
import { decision, newOffer, offer, offerAnswer, offerList } from '../../../schemas/requests.ts'
import { PLANNERS } from '../../planners.ts'
import type { OfferService } from './service.ts'

const tags = ['shift offers']
const config = { access: STAFF }
const params = z.object({ id: z.uuid() })

export function shiftOfferRoutes({ offers }: { offers: OfferService }): RoutePlugin {
  return (app) => {
    app.get('/api/shift-offers', { config, schema: { tags, response: { 200: offerList } } }, (request) => offers.listOffers(principalOf(request)))
    app.get('/api/shift-offers/:id', { config, schema: { tags, params, response: { 200: offer } } }, (request) =>
      offers.getOffer(request.params.id, principalOf(request)),
    )
    app.post(
      '/api/shift-offers',
      {
        config,
        schema: {
          tags,
          description: `"replacement" and "open" are for ${PLANNERS.join(', ')}; "give" and "swap" for one's own shift.`,
          body: newOffer,
          response: { 201: offer },
        },
      },
      async (request, reply) => reply.code(201).send(await offers.createOffer(request.body, personOf(request))),
    )
    app.post('/api/shift-offers/:id/answer', { config, schema: { tags, params, body: offerAnswer, response: { 200: offer } } }, (request) =>
      offers.answer(request.params.id, personOf(request), request.body, 'page'),
    )
    app.post(
      '/api/shift-offers/:id/decision',
      { config: { access: PLANNERS }, schema: { tags, params, body: decision, response: { 200: offer } } },
      (request) => offers.decide(request.params.id, personOf(request), request.body.isGranted, request.body.answer),
    )
    app.post('/api/shift-offers/:id/withdrawal', { config, schema: { tags, params, response: { 200: offer } } }, (request) =>
      offers.withdraw(request.params.id, personOf(request)),
    )
  }
}
