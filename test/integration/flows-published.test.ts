import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DateTime } from 'luxon'
import { openDatabase, type Database } from '../../services/db.ts'
import { flowService, type FlowService } from '../../services/ivr/service.ts'
import { openFlowLibrary, type FlowLibrary } from '../../services/ivr/store.ts'
import { cloneDatabase } from '../support/database.ts'

const small = (title: string): string => `flow: small
title: ${title}
zone: Europe/Berlin
languages: [en]
start: main
steps:
  main: { do: voicemail, title: Message, prompt: { en: Please speak after the tone. }, next: bye }
  bye: { do: hangUp, prompt: { en: Goodbye. } }
`
const clock = { now: () => DateTime.fromISO('2026-11-18T10:00:00Z', { zone: 'utc' }) }
const log = { info: () => undefined, error: () => undefined }

let dir: string
let database: Database
let library: FlowLibrary
let flows: FlowService
let cleanUps: (() => unknown)[]

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nightline published '))
  const { url, drop } = await cloneDatabase()
  database = openDatabase({ url, onError: () => undefined })
  cleanUps = [() => rm(dir, { recursive: true, force: true }), drop, () => database.close()]
  await writeFile(join(dir, 'small.yaml'), small('One'))
  await open()
})
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
})

/** The program begins anew. */
async function open(): Promise<void> {
  library?.stop()
  library = await openFlowLibrary({ database, clock, dir, log })
  cleanUps.push(library.stop)
  flows = flowService({ database, library, dir, listNumbers: async () => [], listSkills: async () => [], now: () => clock.now().toJSDate() })
}

const title = (): string | undefined => library.current('small')?.flow.title
const history = async () => (await flows.listPublications('small')).map(({ by, why }) => `${by}: ${why}`)
const publish = async (text: string, why: string) =>
  flows.publishDraft('small', { source: text, why, replaces: library.current('small')?.version ?? '' }, undefined)

test('of two who publish in the same moment one hears that the other was faster', async () => {
  const replaces = library.current('small')?.version ?? ''
  const both = await Promise.allSettled(['Two', 'Three'].map((one) => flows.publishDraft('small', { source: small(one), why: one, replaces }, undefined)))
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'EDITED_MEANWHILE' } })
  expect(await history()).toHaveLength(2)
})

test('the file is published at the start and when it changes, and a broken one replaces nothing', async () => {
  await writeFile(join(dir, 'small.yaml'), small('Two'))
  await library.reload()
  expect(title()).toBe('Two')
  await writeFile(join(dir, 'small.yaml'), small('Three').replace('next: bye', 'next: by'))
  expect(await library.reload()).toMatchObject([{ rule: 'missing-step', severity: 'error', line: 7 }])
  expect(title()).toBe('Two')
  expect(await flows.listFlows()).toMatchObject([{ folder: 'broken', published: { by: 'folder' } }])
  await open()
  expect(title()).toBe('Two')
  expect(await history()).toEqual(['folder: the file has changed', 'folder: the file at the start'])
})

test('what the page publishes is the file, and what is rolled back stays so over a new start', async () => {
  await publish(small('Two'), 'a better greeting')
  expect(await readFile(join(dir, 'small.yaml'), 'utf8')).toBe(small('Two'))
  await library.reload()
  const first = (await flows.listPublications('small'))[1]?.version ?? ''
  await flows.rollBack('small', { version: first, why: 'callers were lost' }, { by: 'command' })
  expect(title()).toBe('One')
  await open()
  expect(title()).toBe('One')
  expect(await history()).toEqual(['command: callers were lost', 'page: a better greeting', 'folder: the file at the start'])
  expect(await flows.listFlows()).toMatchObject([{ folder: 'other' }])
  await writeFile(join(dir, 'small.yaml'), small('Three'))
  await library.reload()
  expect(title()).toBe('Three')
})

test('a draft with errors, one made from an older version, and one under another name are refused', async () => {
  const replaces = library.current('small')?.version ?? ''
  await expect(publish(small('Two').replace('next: bye', 'next: by'), 'no good')).rejects.toMatchObject({ code: 'FLOW_HAS_ERRORS' })
  await expect(publish(small('Two').replace('flow: small', 'flow: other'), 'renamed')).rejects.toMatchObject({ code: 'FLOW_RENAMED' })
  await publish(small('Two'), 'first')
  await expect(flows.publishDraft('small', { source: small('Three'), why: 'late', replaces }, undefined)).rejects.toMatchObject({ code: 'EDITED_MEANWHILE' })
  expect(title()).toBe('Two')
})

test('a folder that cannot be written: the publication is taken back', async () => {
  await mkdir(join(dir, `small.yaml.${process.pid}.tmp`)) // where the new text would be written
  await expect(publish(small('Two'), 'cannot be')).rejects.toMatchObject({ code: 'FLOW_FOLDER_READ_ONLY' })
  expect(title()).toBe('One')
  expect(await readFile(join(dir, 'small.yaml'), 'utf8')).toBe(small('One'))
})

test('another process sees what was published', async () => {
  const other = await openFlowLibrary({ database, clock, dir, log })
  cleanUps.push(other.stop)
  await publish(small('Two'), 'from here')
  await other.refresh()
  expect(other.current('small')?.flow.title).toBe('Two')
})

test('a subflow is part of the version: another survey is another version of the flow that enters it', async () => {
  await cp(join(dir, 'small.yaml'), join(dir, 'sub.yaml'))
  await writeFile(
    join(dir, 'sub.yaml'),
    small('Sub')
      .replace('flow: small', 'flow: sub')
      .replace('next: bye', 'next: return')
      .replace(/ {2}bye: .*\n/, ''),
  )
  const outer = small('Outer').replace('start: main', 'start: first').replace('steps:\n', 'steps:\n  first: { do: subflow, flow: sub, next: main }\n')
  await writeFile(join(dir, 'small.yaml'), outer)
  await library.reload()
  const before = library.current('small')
  expect([...(before?.flow.steps.keys() ?? [])]).toEqual(['first', 'first/main', 'main', 'bye'])
  expect((await flows.getFlow('small')).source).toBe(outer)
  await writeFile(join(dir, 'sub.yaml'), (await readFile(join(dir, 'sub.yaml'), 'utf8')).replace('after the tone', 'after the beep'))
  await library.reload()
  expect(library.current('small')?.version).not.toBe(before?.version)
  expect((await library.ofVersion('small', before?.version ?? ''))?.steps.size).toBe(4)
})
