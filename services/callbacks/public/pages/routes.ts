import { randomUUID } from 'node:crypto'
import formbody from '@fastify/formbody'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { isDomainError } from '../../../errors.ts'
import type { RoutePlugin, Tries } from '../../../http/app.ts'
import { maskUrl } from '../../../http/mask.ts'
import { toAnswer } from '../../../http/problem.ts'
import { publicCode, publicMove, type PublicOptions } from '../../../schemas/callbacks.ts'
import type { CallbackLinks } from '../link/service.ts'
import type { FieldFault } from '../request.ts'
import type { PublicCallbacks } from '../service.ts'
import type { Language } from '../words.ts'
import type { Typed } from './fields.ts'
import { formPage, takenPage } from './form.ts'
import { wordPage } from './frame.ts'
import { statusPage } from './status.ts'
import { STYLE } from './style.ts'
import { requestIn, typedIn, windowIn } from './typed.ts'
import { pageLanguage, PAGE_WORDS } from './words.ts'

const often: Tries = { max: 60, windowSeconds: 900 }
const seldom: Tries = { max: 20, windowSeconds: 900 }
const open = { config: { access: 'public', isForSites: true }, schema: { hide: true } } as const
const sent = (tries: Tries) => ({ ...open, config: { ...open.config, tries } })

/**
 * No script, no inline style, nothing from elsewhere, in nobody's frame. The address holds the token, so it goes to no other site; to our own it does,
 * since a browser that may say nothing says `Origin: null`, and a form could not be told from one of a foreign page.
 */
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
}

type Options = { callbacks: PublicCallbacks; links: CallbackLinks }
type Asking = FastifyRequest<{ Params: { token: string } }>

/** The same ways in as plain pages, for browsers and sites without script. */
export function callbackPages({ callbacks, links }: Options): RoutePlugin {
  const pages = pagesOf({ callbacks, links })
  return async (app) => {
    await app.register(formbody)
    app.setErrorHandler(async (error, request, reply) => pages.sendError(error, request, reply))
    app.get('/callback.css', open, (_, reply) => reply.header('cache-control', 'public, max-age=3600').type('text/css').send(STYLE))
    app.get('/callback', open, (request, reply) => pages.sendForm(request, reply, { typed: typedIn(request.query) }))
    app.post('/callback', sent(often), (request, reply) => pages.take(request, reply))
    app.get('/callback/:token', open, (request: Asking, reply) => pages.sendStatus(request, reply))
    app.post('/callback/:token/code', sent(seldom), (request: Asking, reply) =>
      pages.change(request, reply, (token, typed) =>
        withParsed(publicCode, { code: typed['code']?.replace(/\s/g, '') }, { field: 'code', code: 'codeWrong' }, (code) => links.verify(token, code)),
      ),
    )
    app.post('/callback/:token/move', sent({ ...seldom }), (request: Asking, reply) =>
      pages.change(request, reply, (token, typed) =>
        withParsed(publicMove, { window: windowIn(typed['wish'] ?? '') }, { field: 'wish', code: 'wishMissing' }, (move) => links.move(token, move)),
      ),
    )
    app.post('/callback/:token/cancel', sent({ ...seldom }), (request: Asking, reply) => pages.change(request, reply, (token) => links.cancel(token)))
  }
}

const faultAt = (fault: FieldFault) => Object.assign(new Error('a field of the form is wrong'), { fault })
type FaultAt = ReturnType<typeof faultAt>
const isFaultAt = (error: unknown): error is FaultAt => error instanceof Error && 'fault' in error

async function withParsed<Shape extends z.ZodType, Done>(
  shape: Shape,
  given: unknown,
  fault: FieldFault,
  act: (parsed: z.output<Shape>) => Promise<Done>,
): Promise<Done> {
  const parsed = shape.safeParse(given)
  if (!parsed.success) throw faultAt(fault)
  return act(parsed.data)
}

type Form = { typed: Typed; faults?: readonly FieldFault[]; message?: string; options?: PublicOptions; status?: number }

function pagesOf({ callbacks, links }: Options) {
  const languageOf = async (request: FastifyRequest, ours?: string): Promise<Language> => {
    const asked = (request.query as { lang?: unknown }).lang
    const given = typeof asked === 'string' ? asked : ours
    return pageLanguage(given, request.headers['accept-language'], (await callbacks.house()).language)
  }

  const send = (reply: FastifyReply, status: number, page: string) => reply.code(status).headers(HEADERS).type('text/html; charset=utf-8').send(page)

  const sendForm = async (request: FastifyRequest, reply: FastifyReply, { typed, faults = [], message, options, status = 200 }: Form) => {
    const language = await languageOf(request)
    const { zone, skill } = typed
    const offered = options ?? (await callbacks.options({ language, ...(zone && { zone: zone.slice(0, 60) }), ...(skill && { skill: skill.slice(0, 60) }) }))
    const { ourNumber } = await callbacks.house()
    const key = typed['key'] ?? randomUUID()
    return send(reply, status, formPage({ language, typed, faults, options: offered, ourNumber, key, ...(message !== undefined && { message }) }))
  }

  /** The form came. After a callback was made a browser that is loaded again asks for its page, and sends nothing twice. */
  const take = async (request: FastifyRequest, reply: FastifyReply) => {
    const typed = typedIn(request.body)
    const language = await languageOf(request, typed['language'])
    const { errors } = PAGE_WORDS[language]
    const read = requestIn(typed)
    if ('faults' in read) return sendForm(request, reply, { typed, faults: read.faults, status: 422 })
    const key = typed['key']
    const requested = await callbacks.request(read.request, {
      source: 'form',
      address: request.ip,
      key: key && key.length >= 8 ? key.slice(0, 200) : undefined,
    })
    switch (requested.kind) {
      case 'ok': {
        const { token } = requested.answer
        if (token !== null) return reply.headers(HEADERS).redirect(`/callback/${token}?lang=${language}`, 303)
        return send(reply, 200, takenPage(requested.answer, { ...(await callbacks.house()), language }))
      }
      case 'faults':
        return sendForm(request, reply, { typed, faults: requested.faults, status: 422 })
      case 'gone':
        return sendForm(request, reply, {
          typed,
          faults: [{ field: 'wish', code: 'wishMissing' }],
          message: errors.WINDOW_GONE ?? '',
          options: requested.options,
          status: 409,
        })
      case 'notNow':
        return sendForm(request, reply, { typed, message: errors.NOT_NOW ?? '', status: 429 })
    }
  }

  const sendStatus = async (request: Asking, reply: FastifyReply, refused: { message?: string; faults?: readonly FieldFault[]; status?: number } = {}) => {
    const { token } = request.params
    const language = await languageOf(request, await links.languageOf(token))
    const { message, faults = [], status: code = 200 } = refused
    const { company, ourNumber } = await callbacks.house()
    const shown = { token, faults, status: await links.status(token), ...(message !== undefined && { message }) }
    return send(reply, code, statusPage({ ...shown, language, company, ourNumber }))
  }

  /** Something is done with a callback; what is refused is said on its page. */
  const change = async (request: Asking, reply: FastifyReply, act: (token: string, typed: Typed) => Promise<unknown>) => {
    const { token } = request.params
    try {
      await act(token, typedIn(request.body))
    } catch (error) {
      if (isFaultAt(error)) return sendStatus(request, reply, { faults: [error.fault], status: 422 })
      const said = isDomainError(error) && error.status < 500 ? PAGE_WORDS[await languageOf(request)].errors[error.code] : undefined
      if (said === undefined || !isDomainError(error) || error.code.startsWith('LINK_')) throw error
      return sendStatus(request, reply, { message: said, status: error.status })
    }
    const language = await languageOf(request, await links.languageOf(token))
    return reply.headers(HEADERS).redirect(`/callback/${token}?lang=${language}`, 303)
  }

  const sendError = async (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const { problem, isBug } = toAnswer(error, request.id)
    if (isBug) request.log.error({ err: error, url: maskUrl(request.url) }, 'a public page failed')
    const house = await callbacks.house().catch(() => ({ company: '', language: 'en', ourNumber: '' }))
    const language = pageLanguage((request.query as { lang?: string }).lang, request.headers['accept-language'], house.language)
    const words = PAGE_WORDS[language]
    return send(reply, problem.status, wordPage({ ...house, language, text: words.errors[problem.code] ?? words.wrong }))
  }

  return { sendForm, take, sendStatus, change, sendError }
}
