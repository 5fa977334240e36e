import type { LoggerOptions } from 'pino'
import { maskNumbers, maskUrl } from './mask.ts'
import { withPlainErrors } from './plain-errors.ts'

const SECRETS = ['authorization', 'cookie', 'set-cookie', 'x-twilio-signature', 'password', 'token', 'key', 'passwordHash', 'pin', 'pinHash']

/**
 * Options for the program's one pino logger: `pino(loggerOptions(config.logLevel))`. Phone numbers are masked in the finished line,
 * so that no message, field, URL or stack trace can leak one, whoever wrote it.
 */
export function loggerOptions(level: string): LoggerOptions {
  return {
    level,
    redact: { paths: SECRETS.flatMap((name) => [at(name), `*${at(name)}`, `*.headers${at(name)}`]), censor: '***' },
    serializers: {
      err: (explained: unknown) => explained, // pino's own would add what we have left out
      req: (request: { method?: string; url?: string; id?: unknown }) => ({
        id: request.id,
        method: request.method,
        url: maskUrl(request.url ?? ''),
      }),
      res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
    },
    formatters: { log: withPlainErrors },
    hooks: { streamWrite: maskNumbers },
  }
}

function at(name: string): string {
  return `["${name}"]`
}
