/**
 * Another living Nightline uses this data folder. `url` is where it answers; undefined while it is still starting
 * (it announces its URL only when it listens).
 */
export class AlreadyRunning extends Error {
  readonly url: string | undefined

  constructor(dataDir: string, url: string | undefined) {
    super(
      url === undefined
        ? `Nightline is already running with the data folder ${dataDir}; it is still starting.`
        : `Nightline is already running with the data folder ${dataDir}: ${url}`,
    )
    this.name = 'AlreadyRunning'
    this.url = url
  }
}

/** PostgreSQL cannot be started here; the message says what to do about it and quotes what PostgreSQL said. */
export class PostgresCannotStart extends Error {
  /** What PostgreSQL wrote, without our words around it. */
  readonly output: string

  constructor(message: string, output = '') {
    super(output.trim() === '' ? message : `${message}\n\nPostgreSQL said:\n${output.trim()}`)
    this.name = 'PostgresCannotStart'
    this.output = output
  }
}
