import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { Access } from '../access.ts'

/** `application/problem+json` as JSON Schema; the same for every route. */
const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'See docs/errors.md' },
    values: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
    faults: {
      type: 'array',
      items: { type: 'object', required: ['place', 'message'], properties: { place: { type: 'string' }, message: { type: 'string' } } },
    },
    requestId: { type: 'string' },
  },
} as const

type Transform = typeof jsonSchemaTransform

/** Route -> OpenAPI: its zod schemas, who may call it, and how it refuses. */
export const toOperation: Transform = (route) => {
  const access = 'route' in route ? route.route.config?.access : undefined
  const { schema, url } = jsonSchemaTransform(route)
  const response = { ...asRecord(schema.response), default: { description: 'Refused', content: { 'application/problem+json': { schema: PROBLEM } } } }
  return { url, schema: { ...schema, description: [schema.description, whoMay(access)].filter(Boolean).join('\n\n'), security: securityOf(access), response } }
}

export function whoMay(access: Access | undefined): string {
  switch (access) {
    case undefined:
      return ''
    case 'public':
      return 'Anybody.'
    case 'signed':
      return 'The telephony provider, by its signature.'
    case 'signedIn':
      return 'Everybody who is signed in.'
    default:
      return `Roles: ${access.join(', ')}.`
  }
}

function securityOf(access: Access | undefined): Record<string, string[]>[] {
  return access === undefined || access === 'public' || access === 'signed' ? [] : [{ session: [] }, { apiKey: [] }]
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
