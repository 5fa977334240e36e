/** Twilio's own OpenAPI files, made strict, for the contract suite. */
import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Json = { [key: string]: unknown }
type Parameter = { name: string; in: string }
type Operation = {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: { properties?: Json; required?: string[] } }> }
  responses: Record<string, { content?: Record<string, { schema: Json }> }>
}
export type ApiFile = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Json> } }
export type Exchange = { method: string; path: string; parameters: string[]; status: number; body: string }

const folder = new URL('../../../shared/data/twilio/', import.meta.url)

/** undefined: the file is not on this machine. */
export function readApiFile(name: string): ApiFile | undefined {
  try {
    return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as ApiFile
  } catch {
    process.stderr.write(`No ${name} beside this folder: REST answers are not compared with Twilio's own description.\n`)
    return undefined
  }
}

export type Contract = {
  /** The operation that an exchange belongs to, and what is wrong with the exchange. */
  judge: (exchange: Exchange) => { operation: string | undefined; complaints: string[] }
}

/** Every property must be there and none besides; `nullable` becomes a type; formats are checked. */
export function contractOf(files: ReadonlyArray<ApiFile>): Contract {
  const operations = files.flatMap((file) =>
    Object.entries(file.paths).flatMap(([template, methods]) =>
      ['get', 'post', 'delete'].flatMap((method) => {
        const operation = methods[method]
        return operation ? [{ method: method.toUpperCase(), matches: pathTest(template), fixed: fixedParts(template), operation, file }] : []
      }),
    ),
  )
  const validators = new Map<string, ValidateFunction>()
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  for (const [name, test] of Object.entries(formats)) ajv.addFormat(name, test)

  function validator(key: string, schema: Json, file: ApiFile): ValidateFunction {
    const known = validators.get(key) ?? ajv.compile(strict(schema, file.components.schemas) as Json)
    validators.set(key, known)
    return known
  }

  return {
    judge({ method, path, parameters, status, body }) {
      const found = operations.filter((one) => one.method === method && one.matches.test(path)).toSorted((a, b) => b.fixed - a.fixed)[0]
      if (!found) return { operation: undefined, complaints: [`${method} ${path} is in no file`] }
      const { operation, file } = found
      const name = operation.operationId
      const strangers = parameters.filter((parameter) => !parametersOf(operation).has(parameter))
      const complaints = strangers.map((parameter) => `${name} has no parameter ${parameter}`)
      const response = operation.responses[String(status)]
      if (!response) return { operation: name, complaints: [...complaints, `${name} never answers ${status}`] }
      const schema = response.content?.['application/json']?.schema
      if (!schema) return { operation: name, complaints: body === '' ? complaints : [...complaints, `${name} has no body`] }
      const validate = validator(`${name} ${status}`, schema, file)
      if (validate(JSON.parse(body))) return { operation: name, complaints }
      const wrong = (validate.errors ?? []).map(({ instancePath, message, params }) => `${name}${instancePath} ${message} ${JSON.stringify(params)}`)
      return { operation: name, complaints: [...complaints, ...wrong] }
    },
  }
}

/** Names that a request may carry, in its query and in its form. */
function parametersOf({ parameters = [], requestBody }: Operation): Set<string> {
  const form = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => Object.keys(schema.properties ?? {}))
  return new Set([...parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name), ...form])
}

const pathTest = (template: string): RegExp => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+?')}$`)
const fixedParts = (template: string): number => template.split('/').filter((part) => !part.includes('{')).length

const rfc2822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/
/** Twilio's own formats. An unset URL of a number is an empty string. */
const formats: Record<string, true | ((text: string) => boolean)> = {
  'date-time-rfc-2822': (text) => rfc2822.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text) => text === '' || URL.canParse(text) || text.startsWith('/2010-04-01/'),
  currency: (text) => /^[A-Z]{3}$/.test(text),
  'http-method': (text) => text === 'GET' || text === 'POST',
  'phone-number': (text) => /^\+\d{3,15}$/.test(text),
  'uri-map': true,
  'phone-number-capabilities': true,
}

/** Null in Twilio's own examples, though the file does not say so: what Lookups was not asked for, and why a conference ended that has not. */
const nullableInExamples = /LookupResponse|Info$|enum_reason_conference_ended$/

function strict(schema: Json, all: Record<string, Json>, name = ''): unknown {
  if (typeof schema['$ref'] === 'string') {
    const target = schema['$ref'].split('/').at(-1)!
    const resolved = strict(all[target]!, all, target) as Json
    return nullableInExamples.test(target) ? { anyOf: [resolved, { type: 'null' }] } : resolved
  }
  const { properties, items, nullable, type, enum: values, pattern, minLength, maxLength, format, allOf } = schema
  if (Array.isArray(allOf)) return { allOf: allOf.map((part) => strict(part as Json, all, name)) }
  const isNullable = nullable === true || nullableInExamples.test(name) || (type === 'array' && name === 'Info')
  const shown: Json = {
    ...(format === undefined ? {} : { format }),
    ...Object.fromEntries(Object.entries({ pattern, minLength, maxLength }).filter(([, value]) => value !== undefined)),
  }
  if (values !== undefined) shown['enum'] = isNullable ? [...(values as unknown[]), null] : values
  if (type !== undefined) shown['type'] = isNullable ? [type, 'null'] : type
  if (items !== undefined) shown['items'] = strict(items as Json, all, name)
  if (properties === undefined) return shown
  const inner = Object.entries(properties as Record<string, Json>).map(([key, value]) => [key, strict(value, all, nullableInExamples.test(name) ? 'Info' : '')])
  return { ...shown, properties: Object.fromEntries(inner), required: Object.keys(properties as Json), additionalProperties: false }
}
