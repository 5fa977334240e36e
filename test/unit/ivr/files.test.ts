import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadFlows, toLoadedFlow, writeFlowSchema } from '../../../services/ivr/files.ts'
import { flowJsonSchema } from '../../../services/ivr/flow-file.ts'
import { head } from './support.ts'

const shipped = fileURLToPath(new URL('../../../ivr-flows', import.meta.url))
const good = `${head}steps: { main: { do: hangUp } }\n`
let dir = ''

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flows-'))
})
afterAll(async () => {
  await rm(dir, { recursive: true })
})

describe('files', () => {
  it('the shipped flows have neither errors nor advice, and name their schema', async () => {
    const { flows, findings } = await loadFlows(shipped)
    expect(findings).toEqual([])
    expect(flows.map(({ flow }) => flow.id)).toContain('support')
    for (const { source, version } of flows) {
      expect(source).toMatch(/^# yaml-language-server: \$schema=\.\/flow\.schema\.json\n/)
      expect(version).toMatch(/^[0-9a-f]{12}$/)
    }
  })

  it('the schema for editors is up to date', async () => {
    const hint = "stale; run: npx tsx -e \"import('./services/ivr/files.ts').then(files => files.writeFlowSchema('ivr-flows'))\""
    expect(await readFile(join(shipped, 'flow.schema.json'), 'utf8'), hint).toBe(flowJsonSchema())
  })

  it('the example in the README is a good flow', async () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(await readFile(join(shipped, 'README.md'), 'utf8'))?.[1]
    expect(toLoadedFlow(example ?? '', 'README.md').findings).toEqual([])
  })

  it('loads the good ones, explains the others, and takes each name once', async () => {
    await writeFile(join(dir, 'a.yaml'), good)
    await writeFile(join(dir, 'b.yml'), good.replace('title: Test', 'title: Other'))
    await writeFile(join(dir, 'c.yaml'), good.replace('flow: test', 'flow: c').replace('start: main', 'start: man'))
    await writeFile(join(dir, 'd.txt'), 'no flow')
    const { flows, findings } = await loadFlows(dir)
    expect(flows.map(({ flow }) => flow.title)).toEqual(['Test'])
    expect(findings.filter(({ severity }) => severity === 'error').map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      'b.yml duplicate-flow',
      'c.yaml missing-step',
    ])
  })

  it('a version is its text, whatever the line endings', () => {
    const version = (text: string): string | undefined => toLoadedFlow(text, 'x').flow?.version
    expect(version(good.replaceAll('\n', '\r\n'))).toBe(version(good))
    expect(version(good.replace('Test', 'Best'))).not.toBe(version(good))
  })

  it('writes the schema', async () => {
    await writeFlowSchema(dir)
    expect(JSON.parse(await readFile(join(dir, 'flow.schema.json'), 'utf8'))).toMatchObject({
      type: 'object',
      required: expect.arrayContaining(['flow', 'steps']),
    })
  })
})
