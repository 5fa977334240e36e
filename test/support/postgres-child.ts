// A program of its own that holds a data folder, for tests that kill, or run as somebody else. Argument: the data folder.
import { AlreadyRunning } from '../../services/embedded-postgres/errors.ts'
import { startEmbeddedPostgres } from '../../services/embedded-postgres/service.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)

try {
  const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', log: silent, durable: false })
  await postgres.announce('http://localhost:3999')
  process.once('SIGTERM', () => void postgres.stop())
  say({ kind: 'running', pid: postgres.pid(), connection: postgres.connection, uid: process.getuid?.() })
} catch (error) {
  say({ kind: error instanceof AlreadyRunning ? 'alreadyRunning' : 'failed', message: error instanceof Error ? error.message : String(error) })
}
