import { readConfig } from '../../config.ts'
import { startNightline, type Nightline } from '../../main.ts'
import { prepare } from '../../prepare.mjs'
import { atMost } from '../../shutdown/service.ts'
import { stopSignals } from '../signals/service.ts'

/** A stop that takes longer has been given up: Docker kills after ten seconds. */
const MOST_SECONDS_TO_STOP = 9

/** Starts the program and stays until a signal stops it. Exit code 78: the environment is wrong (all faults at once). */
export async function serve(env: NodeJS.ProcessEnv): Promise<number> {
  const read = readConfig(env)
  if ('faults' in read) {
    process.stderr.write(`The environment is wrong (.env.example explains each variable):\n${read.faults.map((fault) => `  ${fault}\n`).join('')}`)
    return 78
  }
  const stopped = stopSignals()
  // A bug in one corner must not take down a line on which people are talking.
  process.on('unhandledRejection', (error) => process.stderr.write(`unhandled: ${error instanceof Error ? error.stack : String(error)}\n`))
  const page = prepare({ withBuild: false, withPage: true })
  page.catch(() => undefined) // told when it is waited for
  const starting = startNightline({ config: read.config, page })
  const nightline = await Promise.race([starting, stopped])
  if (nightline) {
    process.stdout.write(`${(await greeting(nightline).catch(() => [`Nightline is ready at ${nightline.url}`])).join('\n')}\n`)
    await stopped
  }
  const isClosed = await atMost(
    MOST_SECONDS_TO_STOP,
    starting.then(
      ({ stop }) => stop(),
      () => undefined,
    ),
  )
  process.exit(isClosed ? 0 : 1)
}

async function greeting({ url, app, database: { prisma }, simulator }: Nightline): Promise<string[]> {
  if (!app.isWeb) return ['Nightline is ready to work (worker).', 'Stop with Ctrl-C.']
  const lines = [`Nightline is ready at ${url}`]
  const company = await prisma.company.findFirst()
  if (!company) return [...lines, 'There is no company yet. Next: npm run -s nightline -- init']
  const admin = await prisma.person.findFirst({ where: { role: 'admin', isActive: true }, orderBy: { createdAt: 'asc' } })
  if (admin && admin.passwordHash === null)
    lines.push(`Sign in once as ${admin.name}, then set a password: ${(await app.links.createFirstAdminLink(admin.id)).url}`)
  if (simulator) lines.push('Call the line on the page under "Phone", or: npm run -s nightline -- call --keys 2,123456,1')
  else lines.push(`Point your Twilio number at ${url}/webhooks/twilio/voice (status: ${url}/webhooks/twilio/status, fallback: see docs/operating.md)`)
  return [...lines, 'Stop with Ctrl-C.']
}
