/** The owner of the cluster's files, whom the server runs as when we are root. */
export type Owner = { uid: number; gid: number }

/** How to run one of PostgreSQL's programs: what goes before it, and whom Node itself shall switch to. */
export type Launch = {
  description: string
  prefix: readonly string[]
  switchTo: Owner | undefined
}

export const DATABASE = 'nightline'
export const USER = 'nightline'
export const HOST = '127.0.0.1'

/**
 * Ports below every system's range for outgoing connections. A port inside that range could be taken, while the
 * server is down, by one of our own pools that tries to reconnect (TCP even lets it connect to itself), and the server
 * could then never come back on it.
 */
export const PORTS = { from: 20_000, to: 32_000 }

/** Never a process id: above Linux' largest (4,194,304) and still a positive 32-bit number. */
const NO_PROCESS = '2147483646'

/**
 * Ways to run PostgreSQL, best first. `asRoot` is whom to become, undefined when we are not root.
 * PostgreSQL refuses uid 0 and asks access(2), which drops capabilities for other uids unless no_setuid_fixup is set;
 * with it the server reaches folders of mode 700 that belong to root. pdeathsig stops the server when we are killed.
 */
export function launches(platform: NodeJS.Platform, asRoot: Owner | undefined): Launch[] {
  const plain: Launch = { description: 'directly', prefix: [], switchTo: asRoot }
  if (platform !== 'linux') return [plain]
  const dieWithUs = ['setpriv', '--pdeathsig', 'INT']
  if (asRoot === undefined) return [{ description: 'with setpriv', prefix: dieWithUs, switchTo: undefined }, plain]
  const become = [`--reuid=${asRoot.uid}`, `--regid=${asRoot.gid}`, '--clear-groups']
  const reachPrivateFolders = [
    '--securebits=+no_setuid_fixup',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
    '--bounding-set=-all,+dac_override',
    '--no-new-privs',
  ]
  return [
    { description: 'with setpriv and dac_override', prefix: [...dieWithUs, ...become, ...reachPrivateFolders], switchTo: undefined },
    { description: 'with setpriv', prefix: [...dieWithUs, ...become], switchTo: undefined },
    plain,
  ]
}

/** The locale is our own: without LANG initdb would choose SQL_ASCII, where Cyrillic lower() and ILIKE do nothing. */
export function initdbArgs(clusterDir: string, passwordFile: string, isDurable: boolean): string[] {
  return [
    `--pgdata=${clusterDir}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(isDurable ? [] : ['--no-sync']),
  ]
}

/**
 * Only 127.0.0.1 and no socket (its folder would be shared with other servers, its path is limited to 107 bytes).
 * The log keeps the server's own life but no errors of statements: their texts quote what people entered, and the
 * client that made the error gets it anyway.
 */
export function serverArgs(clusterDir: string, port: number, isDurable: boolean): string[] {
  const settings = {
    listen_addresses: HOST,
    port: String(port),
    unix_socket_directories: '',
    // Compiling a statement takes longer than any of ours runs, and a caller hears it.
    jit: 'off',
    max_connections: '200',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(isDurable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  }
  return ['-D', clusterDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** The parts of `postmaster.pid` that we need; undefined when the file is not (yet) whole. */
export function parsePidFile(text: string): { pid: number; port: number } | undefined {
  const lines = text.split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) && port > 0 ? { pid, port } : undefined
}

/**
 * The same file, for a process that does not exist. Deleting it instead would also delete the number of the shared
 * memory block, by which PostgreSQL notices that children of the dead server still write to the cluster.
 */
export function disownPidFile(text: string): string {
  return [NO_PROCESS, ...text.split('\n').slice(1)].join('\n')
}

/** 'postgres (PostgreSQL) 18.4' -> '18'. */
export function majorVersion(text: string): string | undefined {
  return /\(PostgreSQL\) (\d+)/.exec(text)?.[1]
}

/** What a failed start means: another port helps, waiting helps (children of a dead server), or neither. */
export function whyStartFailed(output: string): 'portTaken' | 'stillInUse' | 'unknown' {
  if (/Address already in use|could not create any TCP\/IP sockets/.test(output)) return 'portTaken'
  if (/shared memory block .* still in use|lock file "postmaster.pid" already exists/.test(output)) return 'stillInUse'
  return 'unknown'
}

/** The sentence after the failure that says what can be done. */
export function adviceFor(output: string, asRoot: Owner | undefined): string {
  if (asRoot !== undefined && /permission denied|could not access|cannot open shared object|Operation not permitted/i.test(output)) {
    return (
      `We are root, PostgreSQL must not be, and the user ${asRoot.uid} cannot reach the files. Either start Nightline as an ` +
      'ordinary user, or install util-linux (setpriv) and keep the capabilities SETUID, SETGID, SETPCAP and DAC_OVERRIDE, ' +
      'or move program and data to folders that everybody may enter, or set DATABASE_URL to a PostgreSQL server.'
    )
  }
  if (/could not look up effective user ID/.test(output)) {
    return 'The user that Nightline runs as has no entry in /etc/passwd; add one, or set DATABASE_URL to a PostgreSQL server.'
  }
  if (/No space left on device/i.test(output)) return 'The disk is full.'
  return 'Set DATABASE_URL to use a PostgreSQL server of your own instead.'
}
