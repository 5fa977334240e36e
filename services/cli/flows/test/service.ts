import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { outcomeOfTranscript } from '../../../calls/transcripts/outcome.ts'
import { ROOT } from '../../../files.ts'
import { loadFlows } from '../../../ivr/files.ts'
import { percentOf, testLines, tryFlow, type TranscriptFile } from '../../../ivr/transcripts/coverage.ts'
import { readTranscripts } from '../../../ivr/transcripts/files.ts'
import { CannotStart } from '../../../reasons.ts'

export type FlowTestOptions = { coverage: number; json?: boolean }

/** Replays transcripts: of all flows, of those named, or just these files. Exit code 1 when one goes otherwise or too few edges are covered. */
export async function testFlows(names: readonly string[], { coverage, json }: FlowTestOptions): Promise<number> {
  if (!(coverage >= 0 && coverage <= 100)) throw new CannotStart('--coverage is a percentage from 0 to 100.')
  const dir = process.env['FLOWS_DIR'] ?? join(ROOT, 'ivr-flows')
  const { flows } = await loadFlows(dir)
  const files = names.filter((name) => /\.ya?ml$/.test(name))
  const wanted = names.length === 0 ? flows.map(({ flow }) => flow.id) : [...new Set([...names.filter((name) => !files.includes(name)), ...files.map(flowOf)])]
  const tests = await Promise.all(
    wanted.map(async (id) => {
      const found = flows.find(({ flow }) => flow.id === id)
      if (found === undefined) throw new CannotStart(`There is no flow "${id}" in ${dir}, or it has errors; see: nightline flows check`)
      const own = files.filter((file) => flowOf(file) === id)
      const transcripts = own.length > 0 ? await Promise.all(own.map(readOne)) : await readTranscripts(dir, id)
      return tryFlow(found.flow, transcripts, outcomeOfTranscript)
    }),
  )
  process.stdout.write(json ? `${JSON.stringify(tests)}\n` : `${tests.flatMap(testLines).join('\n')}\n`)
  return tests.some((test) => test.faults.length > 0 || percentOf(test) < coverage) ? 1 : 0
}

const flowOf = (file: string): string => basename(dirname(file))

async function readOne(file: string): Promise<TranscriptFile> {
  const source = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CannotStart(`${file}: ${error.message}`)
  })
  return { file, source }
}
