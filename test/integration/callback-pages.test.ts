// The public ways in as plain pages: what a browser without script sees and sends.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accessServer } from '../support/access.ts'
import { publicLine, type PublicLine } from '../support/public-callbacks.ts'

let line: PublicLine
beforeAll(async () => {
  line = await publicLine()
})
afterAll(() => line.close())
beforeEach(async () => {
  await line.database.pool.query(`delete from ask_count; delete from spending; delete from rule_version where kind = 'callback'; delete from callback_breaker`)
})

let numbers = 0
const landline = () => `030 2346${String(1_000 + (numbers += 1))}`
const get = (url: string, headers: Record<string, string> = {}) => line.send('GET', url, undefined, headers)
const submit = (fields: Record<string, string> = {}, url = '/callback?lang=en') =>
  line.submit(url, { number: landline(), wish: 'now', language: 'en', ...fields })
/** Where the browser is sent. */
const placeOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers['location'])
/** The value of a field as the page shows it. */
const valueOf = (text: string, name: string) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(text)?.[1]

describe('the form', () => {
  it('loads nothing but its style sheet, and says so to the browser', async () => {
    const { status, text, headers } = await get('/callback')
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(text).not.toMatch(/<script|style=|<style|https?:/)
    expect(await get('/callback.css')).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('text/css') } })
  })

  it('is in the language that was asked for, else in the browser’s', async () => {
    expect((await get('/callback?lang=ru', { 'accept-language': 'en' })).text).toContain('<html lang="ru">')
    expect((await get('/callback', { 'accept-language': 'fr, ru;q=0.8' })).text).toContain('Мы вам перезвоним')
    expect((await get('/callback', { 'accept-language': 'fr' })).text).toContain('We call you back')
  })

  it('becomes a callback; the browser goes to its page, and loading that again sends nothing', async () => {
    const sent = await submit({ name: 'Ida', words: 'It is cold', key: 'a key of the form' })
    expect(sent.status).toBe(303)
    expect(placeOf(sent)).toMatch(/^\/callback\/[\w-]{43}\?lang=en$/)
    const page = await get(placeOf(sent))
    expect(page.text).toContain('You are in the queue.')
    expect(page.text).toContain('Before you')
    expect(await line.database.prisma.callback.findFirst({ where: { name: 'Ida' } })).toMatchObject({ source: 'form', words: 'It is cold' })
  })

  it('that is sent twice is one request', async () => {
    const [number, key] = [landline(), 'pressed twice']
    const [one, other] = [await submit({ number, key }), await submit({ number, key })]
    expect(placeOf(other)).toBe(placeOf(one))
    // From another window, with another key.
    expect((await submit({ number })).text).toContain('You have asked for this already.')
  })

  it('explains each fault at its field, in his language, and keeps what was typed', async () => {
    const typed = { number: '0900 123', extension: 'abc', email: 'ida', name: 'Ida', words: 'It is cold', wish: '', language: 'ru' }
    const { status, text } = await submit(typed, '/callback?lang=ru')
    expect(status).toBe(422)
    expect(text).toContain('aria-invalid="true"')
    expect(text).toMatch(/id="extension-fault">Добавочный номер пишут цифрами/)
    expect(text).toMatch(/id="wish-fault">Выберите, когда вам позвонить/)
    expect(text).toMatch(/role="alert">[^]*href="#email"/)
    for (const name of ['number', 'extension', 'email', 'name'] as const) expect(valueOf(text, name)).toBe(typed[name])
    expect(text).toContain('>It is cold</textarea>')
    const unknown = await submit({ number: '110' })
    expect(unknown.status).toBe(422)
    expect(unknown.text).toMatch(/autofocus[^>]*>/)
    expect(unknown.text).toContain('This number cannot be called.')
  })

  it('that comes too late shows the windows that are free now, and keeps what was typed', async () => {
    const { status, text } = await submit({ wish: '2026-03-02T08:00:00.000Z/2026-03-02T09:00:00.000Z', words: 'It is cold' })
    expect(status).toBe(409)
    expect(text).toContain('This time is taken.')
    expect(text).toContain('>It is cold</textarea>')
    expect(text).toMatch(/type="radio" name="wish" value="2026-03-02T1\d:00:00.000Z\/2026-03-02T1\d:00:00.000Z"/)
  })

  it('offers only an answer in writing while nobody may be called, and gives the number of the case', async () => {
    await line.database.prisma.callbackBreaker.create({ data: { id: '00000000-0000-4000-8000-000000000001', why: 'byHand', openedAt: line.now() } })
    const { text } = await get('/callback')
    expect(text).toContain('We cannot promise a call now.')
    expect(text.match(/type="radio"/g)).toHaveLength(1)
    const taken = await submit({ number: '', email: 'ida@example.org', wish: 'written' })
    expect(taken.status).toBe(200)
    expect(taken.text).toMatch(/Its number is [\d-]+\./)
    expect(await submit()).toMatchObject({ status: 429, text: expect.stringContaining('We cannot take requests now.') })
  })

  it('escapes whatever is typed, in every field', async () => {
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`
    const names = ['number', 'extension', 'askFor', 'name', 'email', 'topic', 'words', 'language', 'zone', 'skill', 'wish', 'website', 'key']
    const fields = Object.fromEntries(names.map((name) => [name, evil]))
    for (const { text } of [
      await submit(fields),
      await submit({ ...fields, number: '110', wish: 'now' }),
      await get(`/callback?${new URLSearchParams(fields)}`),
    ]) {
      expect(text).toContain('<form method="post"')
      expect(text.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(5)
      expect(text).not.toMatch(/<script|<img/)
    }
    for (const url of [`/callback?lang=${encodeURIComponent(evil)}`, `/callback/${encodeURIComponent(evil)}`, `/callback/x?lang=${encodeURIComponent(evil)}`]) {
      expect((await get(url)).text, url).not.toMatch(/<script|<img/)
    }
    const { prisma } = line.database
    const company = await prisma.company.findFirstOrThrow()
    await prisma.company.update({ where: { id: company.id }, data: { name: evil } })
    const sent = await submit({ name: evil, askFor: evil, words: evil })
    for (const page of [await get('/callback'), await get(placeOf(sent)), await get('/callback/x')]) expect(page.text).not.toMatch(/<script|<img/)
    await prisma.company.update({ where: { id: company.id }, data: { name: company.name } })
  })
})

describe('the page of a link', () => {
  const asked = async (fields: Record<string, string> = {}) => placeOf(await submit(fields)).replace(/\?.*/, '')

  it('asks for the code first, explains a wrong one, and goes on with the right one', async () => {
    await line.ruleIs({ code: 'always' })
    const path = await asked({ number: `0151 23460${String(100 + (numbers += 1))}` })
    expect((await get(path)).text).toContain('autocomplete="one-time-code"')
    expect(await line.submit(`${path}/code`, { code: 'abc' })).toMatchObject({ status: 422, text: expect.stringContaining('Enter the six digits') })
    const { text = '' } = (await line.database.prisma.textMessage.findFirst({ orderBy: { createdAt: 'desc' } })) ?? {}
    const code = /\d{6}/.exec(text)?.[0] ?? ''
    const wrong = await line.submit(`${path}/code?lang=ru`, { code: code === '000000' ? '111111' : '000000' })
    expect(wrong).toMatchObject({ status: 422, text: expect.stringContaining('Это не тот код') })
    // As it is read aloud, and typed.
    const right = await line.submit(`${path}/code`, { code: `${code.slice(0, 3)} ${code.slice(3)}` })
    expect(right.status).toBe(303)
    expect((await get(placeOf(right))).text).toContain('You are in the queue.')
  })

  it('moves and cancels it with plain forms', async () => {
    const path = await asked()
    const value = /name="wish" value="([^"]+)"/.exec((await get(path)).text)?.[1] ?? ''
    expect(await line.submit(`${path}/move`, {})).toMatchObject({ status: 422, text: expect.stringContaining('Choose when we should call.') })
    expect((await line.submit(`${path}/move`, { wish: '2026-03-02T08:00:00Z/2026-03-02T09:00:00Z' })).text).toContain('This time is taken.')
    expect((await line.submit(`${path}/move`, { wish: value })).status).toBe(303)
    expect((await get(`${path}?lang=en`)).text).toMatch(/We call you at this time:[^]*Mon 2 March, 1\d:00–1\d:00/)
    expect((await line.submit(`${path}/cancel`, {})).status).toBe(303)
    const over = await get(`${path}?lang=ru`)
    expect(over.text).toContain('Звонок отменён.')
    expect(over.text).not.toContain('<form')
    expect(await line.submit(`${path}/move`, { wish: value })).toMatchObject({ status: 409, text: expect.stringContaining('This request is over already.') })
  })

  it('says in a page what is not there, and in which language', async () => {
    expect(await get(`/callback/${'a'.repeat(43)}?lang=ru`)).toMatchObject({ status: 404, text: expect.stringContaining('Такой ссылки мы не знаем.') })
    expect(await line.submit(`/callback/${'a'.repeat(43)}/cancel`, {})).toMatchObject({
      status: 404,
      text: expect.stringContaining('We do not know this link.'),
    })
  })

  it('is never read by a cache, a search engine or another site', async () => {
    const { headers } = await get(await asked())
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex', 'referrer-policy': 'same-origin' })
  })
})

it('the widget may be loaded by pages of other sites, the rest of the page may not', async () => {
  const pageDir = await mkdtemp(join(tmpdir(), 'nightline-page-'))
  for (const name of ['widget.js', 'other.js']) await writeFile(join(pageDir, name), 'export {}')
  const { app, close } = await accessServer({ pageDir })
  const [widget, other] = [await app.inject('/widget.js'), await app.inject('/other.js')]
  expect(widget.headers).toMatchObject({ 'cross-origin-resource-policy': 'cross-origin', 'cache-control': 'public, max-age=3600' })
  expect(other.headers).toMatchObject({ 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'no-cache' })
  await close()
  await rm(pageDir, { recursive: true })
})
