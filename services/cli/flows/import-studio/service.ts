import { basename } from 'node:path'
import { readFile, writeFile } from 'node:fs/promises'
import { CannotStart } from '../../../reasons.ts'
import { importFlow } from '../../../studio-import/import-flow.ts'
import { formatNote } from '../../../studio-import/ledger.ts'

type Options = { out?: string; zone: string; json?: boolean }

/** Writes the flow, and to the error output what was not carried over. Exit code 1 when the file is no flow that a line could take. */
export async function importStudio(path: string, { out, zone, json }: Options): Promise<number> {
  const outcome = importFlow(await read(path), { fileName: basename(path), zone })
  if ('problems' in outcome) {
    if (json) process.stdout.write(`${JSON.stringify({ refused: true, problems: outcome.problems })}\n`)
    process.stderr.write(outcome.problems.map((problem) => `${path}: ${problem}\n`).join(''))
    return 1
  }
  const { yaml, flow, account } = outcome.imported
  if (out !== undefined) await write(out, yaml)
  if (json) {
    process.stdout.write(`${JSON.stringify({ refused: false, flow, ...(out === undefined && { yaml }), ...account })}\n`)
    return 0
  }
  if (out === undefined) process.stdout.write(yaml)
  process.stderr.write(account.notes.map((note) => `${formatNote(path, note)}\n`).join(''))
  const { total, carried, named, covered } = account
  process.stderr.write(`${path}: ${total} parts: ${carried} carried over, ${named} named above, ${covered} within those\n`)
  return 0
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new CannotStart(`${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A file that is there already may be a flow that a line runs. */
async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new CannotStart(
      isThere ? `${path} exists already; name another file, or delete it first` : `${path}: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
