import formbody from '@fastify/formbody'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { isDomainError } from '../../../errors.ts'
import type { RoutePlugin } from '../../../http/app.ts'
import type { OfferService } from '../offers/service.ts'
import { languageOfPage, offerPage, stateOf, unknownPage } from './page.ts'

const params = z.object({ token: z.string().min(10).max(60) })
const body = z.object({ answer: z.enum(['yes', 'no']) })
const config = { access: 'public', tries: { max: 30, windowSeconds: 900 } } as const

/** No script, nothing from elsewhere, in nobody's frame; the address is a secret, so it goes to no other site. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
}

/** The link in a text about a shift. Only the button answers: whoever looks into a message for its reader presses none. */
export function offerLinkRoutes({ offers }: { offers: Pick<OfferService, 'getByLink' | 'answerByLink'> }): RoutePlugin {
  const show = async (token: string, reply: FastifyReply) => {
    const { offer, personId, language } = await offers.getByLink(token)
    return send(reply, 200, offerPage(offer, stateOf(offer, personId), languageOfPage(language), token))
  }
  return async (app) => {
    await app.register(formbody)
    app.setErrorHandler(async (error, request, reply) => {
      if (isDomainError(error) && error.status < 500)
        return send(reply, error.status, unknownPage(languageOfPage((request.headers['accept-language'] ?? '').slice(0, 2))))
      throw error
    })
    app.get('/shift-offer/:token', { config, schema: { hide: true, params } }, (request, reply) => show(request.params.token, reply))
    app.post('/shift-offer/:token', { config, schema: { hide: true, params, body } }, async (request, reply) => {
      await offers.answerByLink(request.params.token, request.body.answer === 'yes')
      return reply.headers(HEADERS).redirect(`/shift-offer/${request.params.token}`, 303)
    })
  }
}

const send = (reply: FastifyReply, status: number, page: string) => reply.code(status).headers(HEADERS).type('text/html; charset=utf-8').send(page)
