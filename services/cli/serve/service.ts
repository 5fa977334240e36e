import { readConfig } from '../../config.ts'
import { startNightline, type Nightline } from '../../main.ts'
import { prepare } from '../../prepare.mjs'

/** Starts the program and stays until a signal stops it. Exit code 78: the environment is wrong (all faults at once). */
export async function serve(env: NodeJS.ProcessEnv): Promise<number> {
  const read = readConfig(env)
  if ('faults' in read) {
    process.stderr.write(`The environment is wrong (.env.example explains each variable):\n${read.faults.map((fault) => `  ${fault}\n`).join('')}`)
    return 78
  }
  let wantsToStop = (): void => undefined
  const stopped = new Promise<void>((resolve) => { wantsToStop = resolve })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, wantsToStop)
  const page = prepare({ withBuild: false, withPage: true })
  page.catch(() => undefined) // told when it is waited for
  const nightline = await startNightline({ config: read.config, page })
  process.stdout.write(`${(await greeting(nightline)).join('\n')}\n`)
  await stopped
  await nightline.stop()
  return 0
}

async function greeting({ url, app, database: { prisma }, simulator }: Nightline): Promise<string[]> {
  const lines = [`Nightline is ready at ${url}`]
  const company = await prisma.company.findFirst()
  if (!company) return [...lines, 'There is no company yet. Next: npm run -s nightline -- init']
  const admin = await prisma.person.findFirst({ where: { role: 'admin', isActive: true }, orderBy: { createdAt: 'asc' } })
  if (admin && admin.passwordHash === null) lines.push(`Sign in once as ${admin.name}, then set a password: ${(await app.links.createFirstAdminLink(admin.id)).url}`)
  if (simulator) lines.push('Call the line on the page under "Phone", or: npm run -s nightline -- call --keys 2,123456,1')
  else lines.push(`Point your Twilio number at ${url}/webhooks/twilio/voice (status: ${url}/webhooks/twilio/status, fallback: ${url}/webhooks/twilio/fallback)`)
  return [...lines, 'Stop with Ctrl-C.']
}
