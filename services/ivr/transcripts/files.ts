import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TranscriptFile } from './coverage.ts'
import { transcriptJsonSchema } from './transcript-file.ts'

/** The transcripts of a flow, by name; none when there is no folder for it. `dir` is the folder of the flows. */
export async function readTranscripts(dir: string, flow: string): Promise<TranscriptFile[]> {
  const folder = join(dir, 'tests', flow)
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return Promise.all(
    names
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map(async (name) => ({ file: join(folder, name), source: await readFile(join(folder, name), 'utf8') })),
  )
}

/** Writes the schema for editors. A test fails when the file is stale and says how to call this. */
export async function writeTranscriptSchema(dir: string): Promise<void> {
  await writeFile(join(dir, 'tests', 'transcript.schema.json'), transcriptJsonSchema())
}
