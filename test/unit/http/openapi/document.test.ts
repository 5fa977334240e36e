import { expect, it } from 'vitest'
import { z } from 'zod'
import { toOperation, whoMay } from '../../../../services/http/openapi/document.ts'

type Route = Parameters<typeof toOperation>[0]
const operation = (access: 'public' | readonly ['admin']) =>
  toOperation({
    schema: { body: z.object({ name: z.string() }), description: 'Makes one.' },
    url: '/x',
    openapiObject: { openapi: '3.1.0' },
    route: { config: { access }, method: 'POST', url: '/x' },
  } as unknown as Route).schema

it('says who may call, how to sign in and how it refuses', () => {
  expect(operation(['admin'])).toMatchObject({
    description: 'Makes one.\n\nRoles: admin.',
    security: [{ session: [] }, { apiKey: [] }],
    body: { type: 'object', required: ['name'] },
  })
  expect(operation('public')).toMatchObject({ security: [], response: { default: { content: { 'application/problem+json': {} } } } })
})

it.each([
  ['public', 'Anybody.'],
  ['signed', /signature/],
  ['signedIn', /signed in/],
  [undefined, ''],
] as const)('%s', (access, text) => {
  expect(whoMay(access)).toMatch(text)
})
