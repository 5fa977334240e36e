import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { IANAZone } from 'luxon'
import { z } from 'zod'
import { systemClock } from '../../clock.ts'
import type { Config } from '../../config.ts'
import { openDatabase, type Database } from '../../db.ts'
import { startEmbeddedPostgres } from '../../embedded-postgres/service.ts'
import { findRunning, ROOT, type Running } from '../../files.ts'
import { loadFlows } from '../../ivr/files.ts'
import { migrateDatabase } from '../../main.ts'
import { CannotStart } from '../../reasons.ts'
import { linkService } from '../../people/links/service.ts'
import { toE164 } from '../../telephony/caller-id.ts'
import { configOrThrow } from '../running/service.ts'

const e164 = z
  .string()
  .trim()
  .transform((text, context) => {
    const number = toE164(text)
    if (number === undefined) context.addIssue({ code: 'custom', message: `"${text}" is not a phone number in international form, e.g. +493023125100` })
    return number ?? ''
  })

/** The ten questions: what is asked, what stands when nothing is answered, what is allowed. */
const QUESTIONS = [
  ['company', 'Name of the company', '', z.string().trim().min(1, 'a name')],
  ['zone', 'Time zone', 'Europe/Berlin', z.string().refine((zone) => IANAZone.isValidZone(zone), 'an IANA zone, e.g. Europe/Berlin')],
  ['language', 'Language of prompts and messages (en, ru)', 'en', z.string().regex(/^[a-z]{2}$/, 'two small letters, e.g. en')],
  ['site', 'Name of the site', 'Main', z.string().trim().min(1, 'a name')],
  ['number', 'Number that callers dial', '', e164],
  ['label', 'Label of that number', 'Main line', z.string().trim().min(1, 'a label')],
  ['flow', 'Flow that answers it', 'support', z.string().trim().min(1, 'a flow of ivr-flows/')],
  ['adminName', 'Your name', '', z.string().trim().min(1, 'a name')],
  ['adminEmail', 'Your e-mail address', '', z.email('an e-mail address')],
  ['adminPhone', 'Your phone, which rings when a caller wants a person', '', e164],
] as const

type Answers = Record<(typeof QUESTIONS)[number][0], string>

/** Sets up a real, empty company; what the flags do not say is asked. Refuses a database that has one already. */
export async function init(flags: Readonly<Record<string, string>>): Promise<number> {
  const config = configOrThrow()
  const answers = await answersFor(flags)
  const { flows } = await loadFlows(resolve(ROOT, config.flowsDir))
  if (!flows.some(({ flow }) => flow.id === answers.flow))
    throw new CannotStart(`--flow: there is no flow "${answers.flow}"; allowed: ${flows.map(({ flow }) => flow.id).join(', ')}`)
  const next = await withAnyDatabase(config, async (database, running) => {
    const adminId = await createCompany(database, answers)
    if (!running) return `npm start prints a link that signs ${answers.adminName} in.`
    const links = linkService({ database, clock: systemClock(), baseUrl: () => config.publicUrl ?? running.url })
    return `this link signs ${answers.adminName} in once: ${(await links.createFirstAdminLink(adminId)).url}`
  })
  process.stdout.write(
    `${answers.company} is set up: ${answers.number} is answered by the flow "${answers.flow}", and ${answers.adminName} keeps both levels.\nNext: ${next}\n`,
  )
  return 0
}

async function answersFor(flags: Readonly<Record<string, string>>): Promise<Answers> {
  const faults: string[] = []
  const answers: Record<string, string> = {}
  const terminal = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stderr }) : undefined
  try {
    for (const [name, question, standard, schema] of QUESTIONS) {
      for (;;) {
        const given = flags[name] ?? (terminal ? await terminal.question(`${question}${standard && ` [${standard}]`}: `) : '')
        const parsed = schema.safeParse(given === '' ? standard : given)
        if (parsed.success) answers[name] = parsed.data
        const fault = parsed.error?.issues[0]?.message
        if (fault === undefined) break
        const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
        if (flags[name] !== undefined || !terminal) {
          faults.push(`${flag}: ${fault}`)
          break
        }
        process.stderr.write(`  ${fault}\n`)
      }
    }
  } finally {
    terminal?.close()
  }
  if (faults.length > 0) throw new CannotStart(faults.join('\n'))
  return answers as Answers
}

/** The database of the running program, of DATABASE_URL, or of the data folder (started for this command). */
async function withAnyDatabase<T>(config: Config, work: (database: Database, running: Running | undefined) => Promise<T>): Promise<T> {
  const running = await findRunning(config.dataDir)
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const url = config.databaseUrl ?? running?.databaseUrl
  const postgres = url === undefined ? await startEmbeddedPostgres({ dataDir: resolve(config.dataDir), log }) : undefined
  try {
    const database = openDatabase({ url: await migrateDatabase(url, postgres), maxConnections: 3, onError: () => undefined })
    try {
      return await work(database, running)
    } finally {
      await database.close()
    }
  } finally {
    await postgres?.stop()
  }
}

/** Returns the admin's id. */
async function createCompany({ prisma }: Database, answers: Answers): Promise<string> {
  const now = new Date()
  return prisma.$transaction(async (tx) => {
    const present = await tx.company.findFirst()
    if (present)
      throw new CannotStart(
        `This database has a company already: ${present.name}${present.isDemo ? ' (the demo)' : ''}. Choose an empty one: another DATA_DIR or DATABASE_URL.`,
      )
    const { company, zone, language, site, number, label, flow, adminName, adminEmail, adminPhone } = answers
    await tx.company.create({ data: { id: 1, name: company, zone, language, createdAt: now } })
    const siteId = randomUUID()
    await tx.site.create({ data: { id: siteId, name: site, zone } })
    await tx.phoneNumber.create({ data: { number, label, siteId, flow, createdAt: now } })
    const personId = randomUUID()
    await tx.person.create({
      data: { id: personId, name: adminName, email: adminEmail.toLowerCase(), phone: adminPhone, role: 'admin', language, createdAt: now },
    })
    const [front, top] = [randomUUID(), randomUUID()]
    await tx.level.createMany({
      data: [
        { id: front, rank: 1, name: 'Front line', headId: personId },
        { id: top, rank: 2, name: 'Executive', headId: personId, isExecutive: true },
      ],
    })
    await tx.person.update({ where: { id: personId }, data: { levelId: front } })
    return personId
  })
}
