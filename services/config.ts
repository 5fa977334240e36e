import { z } from 'zod'

const port = z.coerce.number('a port: 0 (any free one) to 65535').int('a port: 0 (any free one) to 65535').min(0, 'a port: 0 (any free one) to 65535').max(65_535, 'a port: 0 (any free one) to 65535')
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const secret = z.string().min(1)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/** Every variable the program reads; `.env.example` explains each (a test compares the two). */
export const environment = z.object({
  PORT: port.default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
  TRUST_PROXY: flag.default(false),
  DATA_DIR: z.string().min(1).default('data'),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/ })),
  ROLES: z.string().default('web,worker').transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(['web', 'worker'])).min(1)),
  TWILIO_ACCOUNT_SID: optional(z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'AC and 32 hexadecimal digits')),
  TWILIO_AUTH_TOKEN: optional(secret),
  TWILIO_AUTH_TOKEN_NEXT: optional(secret),
  TWILIO_API_KEY_SID: optional(z.string().regex(/^SK[0-9a-fA-F]{32}$/, 'SK and 32 hexadecimal digits')),
  TWILIO_API_KEY_SECRET: optional(secret),
  TWILIO_API_BASE_URL: optional(z.url({ protocol: /^https?$/ })),
  SIMULATOR_PORT: port.default(0),
  FLOWS_DIR: z.string().min(1).default('ivr-flows'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
}).superRefine((env, context) => {
  const say = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (env.TWILIO_ACCOUNT_SID && !env.TWILIO_AUTH_TOKEN) say('TWILIO_AUTH_TOKEN', 'is needed when TWILIO_ACCOUNT_SID is set (it signs the webhooks)')
  if (env.TWILIO_AUTH_TOKEN && !env.TWILIO_ACCOUNT_SID) say('TWILIO_ACCOUNT_SID', 'is needed when TWILIO_AUTH_TOKEN is set')
  if (env.TWILIO_ACCOUNT_SID && !env.PUBLIC_URL) say('PUBLIC_URL', 'is needed with Twilio credentials: it is where Twilio reaches us, and what it signs')
  if (Boolean(env.TWILIO_API_KEY_SID) !== Boolean(env.TWILIO_API_KEY_SECRET)) say('TWILIO_API_KEY_SECRET', 'set both TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET, or neither')
})

export type Environment = z.infer<typeof environment>

/** The Twilio account; `authTokens` are all that may sign a webhook now (two while a token is rotated). */
export type TwilioAccount = {
  accountSid: string
  authTokens: readonly string[]
  /** What signs in to the REST API: the account and its token, or an API key. */
  username: string
  password: string
  apiBaseUrl?: string
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
  logLevel: Environment['LOG_LEVEL']
}

export type ConfigResult = { config: Config } | { faults: readonly string[] }

/** Reads the environment once; all faults at once, each with the variable, what is wrong and the value's place. Never prints a value: it may be a secret. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const parsed = environment.safeParse(env)
  if (!parsed.success) return { faults: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) }
  return { config: toConfig(parsed.data) }
}

function toConfig(env: Environment): Config {
  return {
    port: env.PORT, host: env.HOST, trustProxy: env.TRUST_PROXY, dataDir: env.DATA_DIR, roles: env.ROLES,
    simulatorPort: env.SIMULATOR_PORT, flowsDir: env.FLOWS_DIR, logLevel: env.LOG_LEVEL,
    ...(env.PUBLIC_URL && { publicUrl: env.PUBLIC_URL.replace(/\/+$/, '') }),
    ...(env.DATABASE_URL && { databaseUrl: env.DATABASE_URL }),
    ...(env.REDIS_URL && { redisUrl: env.REDIS_URL }),
    ...(env.TWILIO_ACCOUNT_SID && env.TWILIO_AUTH_TOKEN && {
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
    ...(env.TWILIO_API_BASE_URL && { apiBaseUrl: env.TWILIO_API_BASE_URL.replace(/\/+$/, '') }),
  }
}
