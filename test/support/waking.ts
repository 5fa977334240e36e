/** A line whose only flow wakes people, and the roster of one night. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LINE, startLine, type LineOptions, type TestLine } from './line.ts'
import { phone, timePasses, type Phone, type PhoneOptions } from './phones.ts'
import { emptyTheRoster, putOnShift } from './rosters.ts'

/** `ringSeconds`: how long each phone rings. */
export const wakingFlow = (ringSeconds: number): string => `flow: support
title: Urgent calls
zone: Europe/Berlin
languages: [en, ru]
start: wake
onNoInput: { goTo: end }
onNoMatch: { goTo: end }
steps:
  wake:
    do: wake
    title: Water through the ceiling
    reason: urgent
    prompt: { en: I am calling our people now. You need not hold., ru: Я звоню нашим людям. Вы можете не ждать. }
    waiting: { en: I am still calling., ru: Я ещё звоню. }
    ringSeconds: ${ringSeconds}
    totalSeconds: 600
    next: taken
    onNobody: nobody
  taken:
    do: say
    prompt: { en: '{{wake.person}} has your case {{case.number}} and calls you {{wake.by}}.', ru: '{{wake.person}}, обращение {{case.number}}, перезвонит вам {{wake.by}}.' }
    served: true
    next: end
  nobody: { do: say, prompt: { en: 'Nobody could be reached. {{case.owner}} has your case.', ru: 'Никто не ответил. Обращение у {{case.owner}}.' }, next: end }
  end: { do: hangUp, prompt: { en: Goodbye., ru: До свидания. } }
`

export type WakingLine = TestLine & { night: Night }
type Night = { dana: Phone; elif: Phone; hugo: Phone }

export const PHONES = { dana: '+493023125902', elif: '+493023125911', hugo: '+493023125912' } as const

/** At night: nobody at the desk; Dana on call at the front line, Elif and Hugo among the specialists, from 18:00 to 08:00. */
export async function startWakingLine({ date = '2026-11-18', ...options }: LineOptions & { date?: string } = {}): Promise<WakingLine> {
  const flowsDir = await mkdtemp(join(tmpdir(), 'nightline-waking-'))
  await writeFile(join(flowsDir, 'support.yaml'), wakingFlow(30))
  const line = await startLine({ at: `${date}T02:10:00Z`, flowsDir, ...options })
  await emptyTheRoster(line)
  const [from, to] = [`${date}T00:00`, `${date}T08:00`]
  await putOnShift(line, { name: 'Dana Novak', from, to, kind: 'onCall', level: 1 })
  await putOnShift(line, { name: 'Elif Kaya', from, to, kind: 'onCall', level: 2 })
  await putOnShift(line, { name: 'Hugo Martin', from, to, kind: 'onCall', level: 2 })
  const [dana, elif, hugo] = Object.values(PHONES).map((number) => phone(number, line.simulator, { withinSeconds: 700 }))
  if (!dana || !elif || !hugo) throw new Error('three phones')
  return {
    ...line,
    night: { dana, elif, hugo },
    stop: async () => {
      await line.stop()
      await rm(flowsDir, { recursive: true })
    },
  }
}

export async function urgentCaller(line: TestLine, number: string, options: PhoneOptions = {}): Promise<Phone> {
  const caller = phone(number, line.simulator, { withinSeconds: 700, ...options })
  await caller.dials(LINE)
  await caller.hears(/I am calling our people now|Я звоню/)
  return caller
}

/** How the waking of a call stands, with whom it called and what came of each, and who had the case. */
export async function wakeOf({ database: { prisma }, simulator }: TestLine, { callSid }: Pick<Phone, 'callSid'>) {
  await timePasses(simulator, 0)
  const wake = await prisma.wake.findUniqueOrThrow({
    where: { callSid },
    include: {
      acceptedBy: true,
      attempts: { include: { person: true }, orderBy: { n: 'asc' } },
      case: { include: { promises: true, custodies: { include: { person: true }, orderBy: { fromAt: 'asc' } } } },
    },
  })
  return {
    state: wake.state,
    by: wake.acceptedBy?.name ?? null,
    called: wake.attempts.map(({ person, state }) => [person.name, state]),
    owners: wake.case.custodies.map(({ person, how }) => [person.name, how]),
    custodies: wake.case.custodies,
    promises: wake.case.promises,
    case: wake.case,
    wake,
  }
}
