import { basename, join } from 'node:path'
import { readdir } from 'node:fs/promises'
import { ROOT } from '../../files.ts'
import { loadFlow } from '../../ivr/files.ts'
import { CannotStart } from '../../reasons.ts'

/** Prints what is wrong with flow files. Exit code 1 when there is an error; advice alone is no error. */
export async function checkFlows(files: readonly string[], { json }: { json?: boolean }): Promise<number> {
  const folder = process.env['FLOWS_DIR'] ?? join(ROOT, 'ivr-flows')
  const paths =
    files.length > 0
      ? files
      : (await readdir(folder))
          .filter((name) => /\.ya?ml$/.test(name))
          .sort()
          .map((name) => join(folder, name))
  const checked = await Promise.all(
    paths.map(async (path) => {
      const { findings } = await loadFlow(path, basename(path)).catch((error: Error) => {
        throw new CannotStart(`${path}: ${error.message}`)
      })
      return findings.map((finding) => ({ ...finding, file: path }))
    }),
  )
  const findings = checked.flat()
  const lines = findings.map(
    ({ severity, file, line, step, rule, message }) => `${file}:${line}: ${severity}: ${step ? `step "${step}": ` : ''}${message} [${rule}]`,
  )
  process.stdout.write(json ? `${JSON.stringify(findings)}\n` : `${[...lines, `${paths.length} files, ${findings.length} findings`].join('\n')}\n`)
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0
}
