import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { transcriptOfCall } from '../../calls/transcripts/store.ts'
import type { Database } from '../../db.ts'
import type { Running } from '../../files.ts'
import { CannotStart } from '../../reasons.ts'
import { phoneControl, type PhoneControl } from '../../phone/client.ts'
import { withDatabase, withStandalone } from '../running/service.ts'

export type CallOptions = { from: string; to: string; keys: string[]; say?: string; json?: boolean; standalone?: boolean; save?: string; call?: string }

/** What a call came to: what was heard, and what lies on the record afterwards. */
export type CallReport = {
  heard: string[]
  outcome: string | null
  callSid: string
  customerId: string | null
  customer: string | null
  caseNumber: string | null
  owner: string | null
  captured: Record<string, string>
}

/** Places a scripted call through the phone simulator: one item of `keys` at each prompt; without further keys it hangs up. */
export async function call(options: CallOptions): Promise<number> {
  const { call: sid, save } = options
  if (sid !== undefined) {
    if (save === undefined) throw new CannotStart('--call names a call that has been; say with --save FILE where its transcript goes.')
    return withDatabase((database) => saveTranscript(database, sid, save))
  }
  const place = async (database: Database, running: Running | undefined): Promise<number> => {
    if (!running?.simulator) throw new CannotStart('The running line has real Twilio numbers: call it with a phone, or use --standalone.')
    const control = phoneControl(running.simulator)
    const { callSid, heard } = await listen(control, options)
    const report = await reportOf(database, callSid, heard)
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : plain(report))
    if (save !== undefined) await saveTranscript(database, callSid, save)
    return report.outcome === null ? 1 : 0
  }
  return options.standalone ? withStandalone(place) : withDatabase(place)
}

/** Writes a call as a transcript for `flows test`. What it cannot say again is named; the file passes over it. */
async function saveTranscript(database: Database, sid: string, file: string): Promise<number> {
  const { source, unsure } = await transcriptOfCall(database, sid)
  await writeFile(file, source)
  process.stderr.write([`saved: ${file}`, ...unsure.map((text) => `not sure to be said again: ${text}`)].map((line) => `${line}\n`).join(''))
  return 0
}

const event = z.object({ n: z.number(), leg: z.string(), type: z.string(), text: z.string().optional() })
const events = z.object({ events: z.array(event), ended: z.boolean() })
const state = z.object({ waitingFor: z.object({ kind: z.string(), accepts: z.array(z.string()).optional() }).nullable() })

/** One prompt gets one answer: keys first, then what is to be said, then the caller hangs up. */
async function listen(control: PhoneControl, { from, to, keys, say }: CallOptions): Promise<{ callSid: string; heard: string[] }> {
  const { sid } = await ask(control, z.object({ sid: z.string() }), 'POST', 'calls', { from, to, ears: 'instant' })
  const waiting = [...keys]
  const heard: string[] = []
  let words = say
  for (let after = 0, hasEnded = false; !hasEnded;) {
    const news = await ask(control, events, 'GET', `calls/${sid}/events?after=${after}&wait=20`)
    hasEnded = news.ended
    after = news.events.at(-1)?.n ?? after
    for (const { type, text, leg } of news.events) if (leg === sid && (type === 'said' || type === 'played') && text !== undefined) heard.push(text)
    const isAsked = news.events.some(({ type, leg }) => leg === sid && (type === 'listening' || type === 'recording'))
    if (hasEnded || !isAsked) continue
    const { waitingFor } = await ask(control, state, 'GET', `calls/${sid}`)
    if (!waitingFor) continue
    const digits = waitingFor.kind === 'gather' ? waiting.shift() : undefined
    if (digits !== undefined) await ask(control, z.unknown(), 'POST', `calls/${sid}/press`, { digits })
    else if (words !== undefined && (waitingFor.kind === 'record' || waitingFor.accepts?.includes('speech'))) {
      await ask(control, z.unknown(), 'POST', `calls/${sid}/speak`, { text: words })
      words = undefined
    } else await ask(control, z.unknown(), 'POST', `calls/${sid}/hangup`)
  }
  return { callSid: sid, heard }
}

async function ask<T>(control: PhoneControl, schema: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await control(method, path, body)
  if (answer.status >= 400) throw new CannotStart(`The phone simulator refuses ${method} ${path}: ${answer.body}`)
  return schema.parse(answer.body === '' ? undefined : JSON.parse(answer.body))
}

/** The record is complete when the call's outcome is settled, a moment after its end. */
async function reportOf({ prisma }: Database, callSid: string, heard: string[]): Promise<CallReport> {
  for (let tries = 0; ; tries += 1) {
    const found = await prisma.call.findUnique({
      where: { sid: callSid },
      include: {
        customer: true,
        captured: true,
        cases: { include: { custodies: { where: { toAt: null }, include: { person: true } } }, orderBy: { openedAt: 'desc' } },
      },
    })
    if ((found && found.outcome !== null) || tries === 100) {
      const [opened] = found?.cases ?? []
      return {
        heard,
        outcome: found?.outcome ?? null,
        callSid,
        customerId: found?.customerId ?? null,
        customer: found?.customer?.name ?? null,
        caseNumber: opened?.number ?? null,
        owner: opened?.custodies[0]?.person.name ?? null,
        captured: Object.fromEntries((found?.captured ?? []).map(({ name, value }) => [name, value])),
      }
    }
    await sleep(100)
  }
}

function plain({ heard, captured, ...report }: CallReport): string {
  const facts = [...Object.entries(report), ...Object.entries(captured).map(([name, value]) => [`captured ${name}`, value])]
  return `${heard.map((text) => `  "${text}"`).join('\n')}\n\n${facts.map(([name, value]) => `${name}: ${value ?? '-'}`).join('\n')}\n`
}
