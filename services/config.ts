import { z } from 'zod'
import { flowHosts, type FlowHosts } from './requests/hosts.ts'

const PORT = 'a port: 0 (any free one) to 65535, in digits'
const port = z.string().regex(/^\d+$/, PORT).transform(Number).pipe(z.number().max(65_535, PORT))
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const count = z
  .string()
  .regex(/^\d{1,6}$/, 'a whole number, 0 or more')
  .transform(Number)
const webUrl = z.url({ protocol: /^https?$/, error: 'a URL that begins with http:// or https://' })

/** Every variable the program reads; `.env.example` explains each (a test compares the two). */
export const environment = z.object({
  PORT: port.default(8080),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: webUrl.optional(),
  TRUST_PROXY: flag.default(false),
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'a URL that begins with postgresql:// or postgres://' }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'a URL that begins with redis:// or rediss://' }).optional(),
  ROLES: z
    .string()
    .default('web,worker')
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(['web', 'worker'])).min(1)),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'AC and 32 hexadecimal digits')
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_AUTH_TOKEN_NEXT: z.string().optional(),
  TWILIO_API_KEY_SID: z
    .string()
    .regex(/^SK[0-9a-fA-F]{32}$/, 'SK and 32 hexadecimal digits')
    .optional(),
  TWILIO_API_KEY_SECRET: z.string().optional(),
  TWILIO_API_BASE_URL: webUrl.optional(),
  TWILIO_CALLS_PER_SECOND: z.coerce.number('calls in a second, e.g. 1').positive('more than 0').max(100, 'at most 100').default(1),
  SIMULATOR_PORT: port.default(0),
  FLOWS_DIR: z.string().default('ivr-flows'),
  PUBLIC_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .pipe(
      z.array(
        z
          .string()
          .regex(/^https?:\/\/[^/?#@\s]+\/?$/, 'origins divided by commas: https://www.example.com, without a path')
          .pipe(webUrl),
      ),
    )
    .transform((urls) => urls.map((url) => new URL(url).origin)),
  FLOW_HTTP_HOSTS: z
    .string()
    .default('')
    .transform((text, context) => {
      const hosts = flowHosts(text)
      if ('fault' in hosts) context.addIssue({ code: 'custom', message: hosts.fault })
      return 'fault' in hosts ? z.NEVER : hosts.hosts
    }),
  TEXTS_TO_A_NUMBER_A_DAY: count.default(5),
  TEXTS_AN_HOUR: count.default(200),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'a URL that begins with smtp:// or smtps://' }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^<>@\s]+@[^<>@\s]+$|^[^<>@\r\n]+ <[^<>@\s]+@[^<>@\s]+>$/, 'an address, or a name and <address>: Example Support <support@example.com>')
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

type Given = Readonly<Record<string, string | undefined>>

/** Their values may be said; all others may hold a secret, if only because somebody took the wrong line. */
const SAYABLE = new Set([
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'TRUST_PROXY',
  'DATA_DIR',
  'ROLES',
  'SIMULATOR_PORT',
  'FLOWS_DIR',
  'LOG_LEVEL',
  'TWILIO_CALLS_PER_SECOND',
  'TEXTS_TO_A_NUMBER_A_DAY',
  'TEXTS_AN_HOUR',
])

/** Variables that need each other. Apart from the schema, which would skip them while any variable is broken. */
function togetherFaults(given: Given): string[] {
  const { PUBLIC_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY_SID, TWILIO_API_KEY_SECRET, SMTP_URL, MAIL_FROM } = given
  const rules: [isBroken: boolean, fault: string][] = [
    [Boolean(TWILIO_ACCOUNT_SID && !TWILIO_AUTH_TOKEN), 'TWILIO_AUTH_TOKEN: is needed when TWILIO_ACCOUNT_SID is set (it signs the webhooks)'],
    [Boolean(TWILIO_AUTH_TOKEN && !TWILIO_ACCOUNT_SID), 'TWILIO_ACCOUNT_SID: is needed when TWILIO_AUTH_TOKEN is set'],
    [Boolean(TWILIO_ACCOUNT_SID && !PUBLIC_URL), 'PUBLIC_URL: is needed with Twilio credentials: it is where Twilio reaches us, and what it signs'],
    [
      Boolean(TWILIO_API_KEY_SID) !== Boolean(TWILIO_API_KEY_SECRET),
      'TWILIO_API_KEY_SECRET: set both TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET, or neither',
    ],
    [Boolean(SMTP_URL && !MAIL_FROM), 'MAIL_FROM: is needed when SMTP_URL is set: whom e-mails come from'],
  ]
  return rules.filter(([isBroken]) => isBroken).map(([, fault]) => fault)
}

export type Environment = z.infer<typeof environment>

/** The Twilio account; `authTokens` are all that may sign a webhook now (two while a token is rotated). */
export type TwilioAccount = {
  accountSid: string
  authTokens: readonly string[]
  /** What signs in to the REST API: the account and its token, or an API key. */
  username: string
  password: string
  apiBaseUrl?: string
  /** How many calls we place in a second, all processes together; absent: as many as the simulator takes. */
  callsPerSecond?: number
}

export type Config = {
  port: number
  host: string
  publicUrl?: string
  trustProxy: boolean
  dataDir: string
  databaseUrl?: string
  redisUrl?: string
  roles: readonly ('web' | 'worker')[]
  twilio?: TwilioAccount
  simulatorPort: number
  flowsDir: string
  /** Sites on which the widget or a form of ours may stand; empty: any. */
  publicOrigins: readonly string[]
  /** Hosts that flows may ask, with the token that each is given. */
  flowHosts: FlowHosts
  /** More texts than these are refused. */
  textLimits: { toANumberADay: number; anHour: number }
  /** Absent: with the phone simulator the local mailbox takes e-mails; with a real line none go out. */
  mail?: { url: string; from: string }
  logLevel: Environment['LOG_LEVEL']
}

export type ConfigResult = { config: Config } | { faults: readonly string[] }

/**
 * Reads the environment once; an empty variable counts as not set. All faults at once, each with the variable and what is
 * allowed there, and what was given where that cannot be a secret.
 */
export function readConfig(env: Given): ConfigResult {
  const given: Given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  const faults = [...(parsed.error?.issues ?? []).map((issue) => faultText(issue, given)), ...togetherFaults(given)]
  return parsed.success && faults.length === 0 ? { config: toConfig(parsed.data) } : { faults }
}

function faultText({ path, message }: z.core.$ZodIssue, given: Given): string {
  const name = String(path[0])
  return `${path.join('.')}: ${message}${SAYABLE.has(name) ? `; given: ${JSON.stringify(given[name])}` : ''}`
}

function toConfig(env: Environment): Config {
  return {
    port: env.PORT,
    host: env.HOST,
    trustProxy: env.TRUST_PROXY,
    dataDir: env.DATA_DIR,
    roles: env.ROLES,
    simulatorPort: env.SIMULATOR_PORT,
    flowsDir: env.FLOWS_DIR,
    publicOrigins: env.PUBLIC_ORIGINS,
    flowHosts: env.FLOW_HTTP_HOSTS,
    textLimits: { toANumberADay: env.TEXTS_TO_A_NUMBER_A_DAY, anHour: env.TEXTS_AN_HOUR },
    logLevel: env.LOG_LEVEL,
    ...(env.PUBLIC_URL && { publicUrl: env.PUBLIC_URL.replace(/\/+$/, '') }),
    ...(env.DATABASE_URL && { databaseUrl: env.DATABASE_URL }),
    ...(env.REDIS_URL && { redisUrl: env.REDIS_URL }),
    ...(env.SMTP_URL && env.MAIL_FROM && { mail: { url: env.SMTP_URL, from: env.MAIL_FROM } }),
    ...(env.TWILIO_ACCOUNT_SID &&
      env.TWILIO_AUTH_TOKEN && {
        twilio: twilioAccount(env.TWILIO_ACCOUNT_SID, env.TWILIO_AUTH_TOKEN, env),
      }),
  }
}

function twilioAccount(accountSid: string, authToken: string, env: Environment): TwilioAccount {
  return {
    accountSid,
    authTokens: env.TWILIO_AUTH_TOKEN_NEXT ? [authToken, env.TWILIO_AUTH_TOKEN_NEXT] : [authToken],
    username: env.TWILIO_API_KEY_SID ?? accountSid,
    password: env.TWILIO_API_KEY_SECRET ?? authToken,
    callsPerSecond: env.TWILIO_CALLS_PER_SECOND,
    ...(env.TWILIO_API_BASE_URL && { apiBaseUrl: env.TWILIO_API_BASE_URL.replace(/\/+$/, '') }),
  }
}
