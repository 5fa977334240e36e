import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The project's own rules, but for those that must know all types: those take a minute. */
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: [{ files: ['**/*.ts', '**/*.tsx'], ...tseslint.configs.disableTypeChecked }],
})

async function faultsOf(code: string, filePath: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath })
  return result?.messages.filter(({ severity }) => severity === 2).map(({ ruleId }) => ruleId) ?? []
}

const PURE = 'services/calls/outcome.ts'

describe('a pure file', () => {
  it.each([
    ['reads no clock', 'export const at = Date.now()', 'no-restricted-syntax'],
    ['reads no clock through Date', 'export const at = new Date()', 'no-restricted-syntax'],
    ['reads no clock through luxon', "import { DateTime } from 'luxon'\nexport const at = DateTime.now()", 'no-restricted-syntax'],
    ['reads no local clock', "import { DateTime } from 'luxon'\nexport const at = DateTime.local()", 'no-restricted-syntax'],
    ['reads no UTC clock', "import { DateTime } from 'luxon'\nexport const at = DateTime.utc()", 'no-restricted-syntax'],
    ['throws no dice', 'export const chance = Math.random()', 'no-restricted-syntax'],
    ['makes no random id', 'export const id = crypto.randomUUID()', 'no-restricted-syntax'],
    ['imports no random bytes', "import { randomBytes } from 'node:crypto'\nexport const bytes = randomBytes", 'no-restricted-imports'],
    ['knows no process', 'export const home = process.env.HOME', 'no-restricted-globals'],
    ['awaits nothing', 'export const one = await Promise.resolve(1)', 'no-restricted-syntax'],
    ['has no async function', 'export async function one() { return 1 }', 'no-restricted-syntax'],
    ['has no async arrow', 'export const one = async () => 1', 'no-restricted-syntax'],
    ['fetches nothing', "export const page = fetch('http://127.0.0.1/')", 'no-restricted-globals'],
    ['sets no timeout', 'setTimeout(() => undefined, 1)', 'no-restricted-globals'],
    ['sets no interval', 'setInterval(() => undefined, 1)', 'no-restricted-globals'],
    ['sets no immediate', 'setImmediate(() => undefined)', 'no-restricted-globals'],
  ])('%s', async (_, code, rule) => {
    expect(await faultsOf(code, PURE)).toEqual([rule])
  })

  it.each([
    ['an instant that is given', 'export const at = (milliseconds: number) => new Date(milliseconds)'],
    ['a hash', "import { createHash } from 'node:crypto'\nexport const hash = createHash('sha256')"],
    ['a UTC time that is given', "import { DateTime } from 'luxon'\nexport const at = DateTime.utc(2026, 11, 21)"],
  ])('may have %s', async (_, code) => {
    expect(await faultsOf(code, PURE)).toEqual([])
  })
})

describe('a file whose name says that it does I/O', () => {
  it.each(['routes', 'service', 'store', 'jobs', 'client', 'files', 'worker', 'feature'])('%s.ts may wait and read a clock', async (name) => {
    expect(await faultsOf('export const at = async () => Promise.resolve(Date.now())', `services/calls/${name}.ts`)).toEqual([])
  })
})

describe('everywhere', () => {
  it.each([
    ['no default export', 'export default 1', 'services/calls/service.ts', 'no-restricted-syntax'],
    ['no barrel', "export * from './store.ts'", 'services/calls/service.ts', 'no-restricted-syntax'],
    ['no any', 'export const one: any = 1', 'services/calls/service.ts', '@typescript-eslint/no-explicit-any'],
    ['no test alone', "import { it } from 'vitest'\nit.only('x', () => undefined)", 'test/unit/errors.test.ts', 'no-restricted-syntax'],
    ['no skipped test', "import { describe } from 'vitest'\ndescribe.skip('x', () => undefined)", 'test/unit/errors.test.ts', 'no-restricted-syntax'],
  ])('%s', async (_, code, path, rule) => {
    expect(await faultsOf(code, path)).toEqual([rule])
  })
})

describe('rules that need types', () => {
  it.each(['services/calls/service.ts', 'services/ivr/engine.ts', 'dashboard/src/main.tsx', 'test/support/line.ts'])('are on in %s', async (path) => {
    const { rules } = (await new ESLint({ cwd: ROOT }).calculateConfigForFile(path)) as {
      rules: Record<string, [number]>
    }
    for (const name of ['no-floating-promises', 'no-misused-promises', 'await-thenable', 'switch-exhaustiveness-check']) {
      expect([name, rules[`@typescript-eslint/${name}`]?.[0]]).toEqual([name, 2])
    }
  })
})
