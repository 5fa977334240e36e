/** A reason not to start, in one line for who started us: which variable, what is wrong, what to do. */
export class CannotStart extends Error {}

const NETWORK = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNRESET', 'EHOSTUNREACH'])
const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '')

/** What a database URL leads to, in words; undefined when this is no fault of the address. SQLSTATE codes: PostgreSQL manual, appendix A. */
export function databaseReason(error: unknown): string | undefined {
  const code = codeOf(error)
  if (NETWORK.has(code) || /timeout expired|timeout exceeded/i.test(String(error))) return `no PostgreSQL answers there (${code || 'no answer in time'})`
  if (code.startsWith('28')) return 'PostgreSQL refuses this user or password'
  if (code === '3D000') return 'there is no such database; create it first'
  if (code === '57P03') return 'PostgreSQL is starting up; try again in a moment'
  if (code === '42501') return 'this user may not create tables there'
  return undefined
}

/** Why a server cannot listen there. */
export function listenReason(error: unknown, host: string, port: number): string | undefined {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `PORT: ${host}:${port} is taken by another program; choose another one, or 0 for any free one.`
    case 'EACCES':
      return `PORT: this user may not listen on ${host}:${port}; choose one above 1023.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST: this machine has no address ${host}; 127.0.0.1 is only for this machine, 0.0.0.0 for all.`
    default:
      return undefined
  }
}

/** Why a folder cannot be used. */
export function folderReason(error: unknown): string | undefined {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'there is no such folder'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'that is a file, not a folder'
    case 'EACCES':
    case 'EPERM':
      return 'this user may not use it'
    case 'EROFS':
      return 'it cannot be written to'
    case 'ENOSPC':
      return 'the disk is full'
    default:
      return undefined
  }
}
