import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outcomeOfTranscript } from '../../../services/calls/transcripts/outcome.ts'
import { percentOf, testLines, tryFlow, type FlowTest } from '../../../services/ivr/transcripts/coverage.ts'
import { readTranscripts, writeTranscriptSchema } from '../../../services/ivr/transcripts/files.ts'
import { transcriptJsonSchema } from '../../../services/ivr/transcripts/transcript-file.ts'
import { flowOf } from './support.ts'

const flow = flowOf(`
flow: test
title: Test
zone: Europe/Berlin
languages: [en, ru]
start: when
steps:
  when: { do: hours, days: { mon-fri: '09:00-17:00' }, open: main, closed: closed }
  closed:
    do: say
    prompt: [{ en: We are closed., ru: Закрыто. }, { en: 'We open {{opening.next}}.', ru: 'Откроемся {{opening.next}}.' }]
    next: message
  main:
    do: menu
    prompt: { en: 'For a person, press 1. To report a fault, press 2. For somebody on call, press 3.', ru: 'Человек - 1, поломка - 2, срочно - 3.' }
    options:
      '1': { goTo: wait, say: { en: [talk to a person] } }
      '2': contract
      '3': urgent
  wait: { do: queue, leave: report, onFailed: message, onGap: message }
  contract: { do: gather, name: contract, input: both, minDigits: 6, maxDigits: 6, confirm: true, identifies: contract, prompt: { en: Six digits., ru: Шесть цифр. }, next: report }
  report: { do: openCase, title: T, reason: R, next: told, onDelay: message }
  told: { do: hangUp, prompt: { en: 'Your case is {{case.number}}. {{case.owner}} owns it.', ru: 'Номер {{case.number}}.' } }
  urgent: { do: wake, title: T, reason: R, next: woken, onNobody: message }
  woken: { do: hangUp, served: true, prompt: { en: '{{wake.person}} calls you by {{wake.by}}.', ru: '{{wake.person}}, {{wake.by}}.' } }
  message: { do: voicemail, title: T, prompt: { en: Speak after the tone., ru: Говорите. }, next: bye }
  bye: { do: hangUp, prompt: { en: Thank you., ru: Спасибо. } }
`)

const day = "title: Test\nat: '2026-11-18T10:00'\n"
const tried = (...sources: string[]): FlowTest =>
  tryFlow(
    flow,
    sources.map((source, n) => ({ file: `${n}.yaml`, source })),
    outcomeOfTranscript,
  )

/** What the first difference says, with the line of the file. */
const differenceOf = (source: string): string => tried(source).faults.map(({ line, expected, heard }) => `${line}: ${expected} | ${heard}`)[0] ?? 'none'

describe('calls that go as they should', () => {
  it.each<[what: string, source: string]>([
    [
      'a fault by keys and words',
      `${day}lines: [heard: 'report a fault, press 2', pressed: '2', heard: Six digits, said: one two three four five six, heard: 1 2 3 4 5 6, pressed: '1', heard: 'Your case is *. Amira Haddad']
ends: { outcome: self-served, effects: [identify, openCase], captured: { contract: '123456' } }`,
    ],
    [
      'hardly understood words are read back',
      `${day}lines: [said: { text: talk to a person, confidence: 0.2 }, heard: 'I understood: talk to a person', pressed: '1', dial: answered]
answers: { queue: { turn: [Amira Haddad] } }\nends: { outcome: answered }`,
    ],
    [
      'at night by the clock',
      `title: T\nat: '2026-11-18T03:10'\nlines: [heard: We open tomorrow at 8 AM, recorded: 12, heard: Thank you]\nends: { outcome: voicemail }`,
    ],
    ['in the zone that is named', `title: T\nat: '2026-11-18T03:10'\nzone: America/New_York\nlines: [heard: For a person, hangsUp]`],
    [
      'what it is told instead of the clock',
      `${day}language: ru\nanswers: { opening: { closed: в пятницу } }\nlines: [heard: Откроемся в пятницу, silence, silence]`,
    ],
    [
      'silence ends at a message',
      `${day}lines: [silence, heard: 'I did not hear anything. For a person', silence, heard: Speak after the tone, silence, silence]\nends: { outcome: abandoned }`,
    ],
    [
      'he waits, hears the offer again after two minutes, and leaves it with us',
      `${day}answers: { queue: { ahead: 1, wait: 4 }, promise: { by: by noon } }
lines: [pressed: '1', heard: 'you have an answer by noon', passes: 110 s, passes: 30 s, heard: 'you have an answer by noon', pressed: '1', heard: 'Your case is 1000180']
ends: { outcome: self-served }`,
    ],
    [
      'the second who is rung takes it; holding comes back by itself',
      `${day}answers: { queue: { each: [{ turn: [Amira Haddad] }, { ahead: 0 }, { turn: [Amira Haddad, Boris Klein] }] } }
lines: [pressed: '1', dial: noAnswer, dial: answered]\nends: { outcome: answered }`,
    ],
    [
      'somebody is woken after a while',
      `${day}answers: { wake: { each: [calling, calling, { accepted: Boris Klein, by: 3:40 AM }] } }
lines: [pressed: '3', heard: Boris Klein calls you by 3:40 AM]\nends: { effects: [wake] }`,
    ],
    [
      'the case comes too late',
      `${day}answers: { case: late }\nlines: [pressed: '2', pressed: '123456', pressed: '1', heard: Speak after the tone, recorded: 3]`,
    ],
    ['nobody could say', `${day}answers: { queue: unknown }\nlines: [pressed: '1', passes: 31 min, heard: Speak, recorded: 3]\nends: { outcome: voicemail }`],
    [
      'one step is answered otherwise',
      `${day}answers: { opening: open, steps: { when: { opening: closed } } }\nlines: [heard: We are closed, silence, silence]`,
    ],
    ['a withheld number cannot be woken for', `${day}caller: withheld\nlines: [pressed: '3', heard: Speak, hangsUp]`],
  ])('%s', (_, source) => expect(differenceOf(source)).toBe('none'))
})

describe('calls that go otherwise are told with line, expected and heard', () => {
  it.each<[what: string, lines: string, difference: string | RegExp]>([
    ['other words', `lines:\n  - heard: For a person\n  - pressed: '2'\n  - heard: Seven digits`, '6: Seven digits | Six digits.'],
    [
      'the same words only once',
      `lines:\n  - heard: For a person\n  - heard: For a person\n  - hangsUp`,
      /^5: For a person \| To report|^5: For a person \| ,/,
    ],
    [
      'keys where somebody is rung',
      `answers: { queue: { turn: [A] } }\nlines:\n  - pressed: '1'\n  - pressed: '1'`,
      /^6: \{"pressed":"1"\} \| somebody is rung at step "wait"/,
    ],
    ['words where only keys count', `answers: { queue: { ahead: 1 } }\nlines:\n  - pressed: '1'\n  - said: hello`, /^6: \{"said":"hello"\} \|/],
    ['the line goes on', `lines:\n  - heard: For a person`, /^4: the line ends the call \| the line listens to keys and speech at step "main"/],
    [
      'he cannot hang up any more',
      `answers: { opening: closed }\nlines:\n  - recorded: 3\n  - hangsUp`,
      /^6: the caller hangs up \| the line has ended the call at step "bye"/,
    ],
    ['another outcome', `lines: [hangsUp]\nends:\n  outcome: voicemail`, '5: voicemail | abandoned'],
    ['other effects', `lines: [pressed: '3', hangsUp]\nends: { effects: [] }`, /^4: {2}\| wake$/],
    [
      'another answer kept',
      `lines: [pressed: '2', pressed: '123456', hangsUp]\nends: { captured: { contract: '654321' } }`,
      '4: contract: 654321 | contract: 123456',
    ],
    ['a question without an answer', `lines:\n  - pressed: '1'`, /^4: an answer of the program \| step "wait" asks for "queue"/],
    ['a misspelt field', `lines:\n  - herd: Hello`, /^4: a transcript \|/],
    ['no YAML', `lines: [`, /^\d+: a transcript \|/],
  ])('%s', (_, lines, difference) => {
    const found = differenceOf(`${day}${lines}\n`)
    if (typeof difference === 'string') expect(found).toBe(difference)
    else expect(found).toMatch(difference)
  })
})

it('counts the edges that transcripts take together, and names the others', () => {
  const one = `${day}answers: { opening: closed }\nlines: [recorded: 3]`
  const test = tried(one, `${day}lines: [pressed: '2', pressed: '123456', pressed: '1', heard: Your case]`)
  expect(test.edges.all).toBe(16)
  expect(percentOf(test)).toBe(43) // 7 of 16, rounded down
  expect(testLines(test)).toContain('test: no transcript goes main -> urgent (key 3)')
  expect(testLines(test)).not.toContain('test: no transcript goes main -> contract (key 2)')
  expect(testLines(test).at(-1)).toBe('test: 2 transcripts, 0 failed; 7 of 16 edges, 43 %')
})

it('reads the folder of a flow in order; a flow without one has none', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'transcripts-'))
  await mkdir(join(dir, 'tests', 'test'), { recursive: true })
  for (const name of ['b.yaml', 'a.yml', 'README.md']) await writeFile(join(dir, 'tests', 'test', name), name)
  expect((await readTranscripts(dir, 'test')).map(({ source }) => source)).toEqual(['a.yml', 'b.yaml'])
  expect(await readTranscripts(dir, 'other')).toEqual([])
  await writeTranscriptSchema(dir)
  expect(await readFile(join(dir, 'tests', 'transcript.schema.json'), 'utf8')).toBe(transcriptJsonSchema())
  await rm(dir, { recursive: true })
})

it('the schema for editors is the one that is shipped', async () => {
  const hint = `stale: node --import tsx -e "import('./services/ivr/transcripts/files.ts').then((files) => files.writeTranscriptSchema('ivr-flows'))"`
  expect(await readFile(join(import.meta.dirname, '../../../ivr-flows/tests/transcript.schema.json'), 'utf8'), hint).toBe(transcriptJsonSchema())
})
