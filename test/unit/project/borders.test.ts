import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** One broken border for each rule: this file imports that. */
const SEEDS: readonly (readonly [rule: string, from: string, imports: string])[] = [
  ['no-cycles', 'services/ivr/left.ts', './right.ts'],
  ['everything-resolves', 'services/calls/service.ts', './nowhere.ts'],
  ['pure-imports-pure', 'services/calls/status.ts', './store.ts'],
  ['pure-imports-pure', 'services/calls/when.ts', '../clock.ts'],
  ['pure-imports-calculating-packages', 'services/calls/outcome.ts', 'pg'],
  ['pure-imports-calculating-packages', 'services/config.ts', 'node:fs'],
  ['pure-twilio-imports-calculating-packages', 'services/telephony/twilio/twiml.ts', 'twilio'],
  ['twilio-stays-in-its-adapter', 'services/notifications/client.ts', 'twilio'],
  ['twilio-adapter-is-for-app', 'services/calls/jobs.ts', '../telephony/twilio/webhook.ts'],
  ['product-imports-no-simulator', 'services/phone/client.ts', '../phone-simulator/world.ts'],
  ['simulator-imports-no-product', 'services/phone-simulator/service.ts', '../errors.ts'],
  ['dashboard-imports-only-schemas', 'dashboard/src/page.tsx', '../../services/errors.ts'],
  ['services-import-no-dashboard', 'services/http/service.ts', '../../dashboard/src/words.ts'],
  ['product-imports-no-test', 'services/http/store.ts', '../../test/support/line.ts'],
  ['schemas-import-only-schemas', 'services/schemas/calls.ts', '../errors.ts'],
  ['features-have-an-order', 'services/customers/store.ts', '../calls/store.ts'],
  ['features-have-an-order', 'services/escalation/service.ts', '../cases/service.ts'],
  ['every-folder-has-a-place', 'services/oddments/service.ts', 'zod'],
  ['only-the-top-imports-the-root', 'services/people/service.ts', '../app.ts'],
  ['routes-and-jobs-are-for-app', 'services/records/store.ts', '../cases/jobs.ts'],
  ['features-are-for-app', 'services/cases/jobs.ts', './feature.ts'],
  ['services-know-no-routes', 'services/cases/service.ts', './routes.ts'],
  ['prisma-client-is-for-stores', 'services/numbers/service.ts', '../../prisma/generated/client.ts'],
  ['no-dev-packages', 'services/numbers/store.ts', 'vitest'],
  ['packages-are-declared', 'services/ivr/store.ts', 'stowaway'],
]

/** What must stay allowed, or the rules would be in the way. */
const ALLOWED: readonly (readonly [from: string, line: string])[] = [
  ['services/app.ts', "import '../services/telephony/twilio/webhook.ts'"],
  ['services/app.ts', "import './cases/feature.ts'"],
  ['services/cases/feature.ts', "import './routes.ts'"],
  ['services/cases/feature.ts', "import type { Feature } from '../feature.ts'"],
  ['services/ivr/session.ts', "import { DateTime } from 'luxon'"],
  ['services/ivr/session.ts', "import { z } from 'zod'"],
  ['services/ivr/session.ts', "import { createHash } from 'node:crypto'"],
  ['services/ivr/session.ts', "import type { Pool } from 'pg'"],
  ['services/ivr/session.ts', "import type { Database } from '../db.ts'"],
  ['services/people/views.ts', "import type { Person } from '../../prisma/generated/client.ts'"],
  ['services/telephony/twilio/signature.ts', "import 'twilio/lib/webhooks/webhooks.js'"],
  ['services/telephony/twilio/client.ts', "import 'twilio'"],
  ['services/cases/service.ts', "import '../escalation/store.ts'"],
  ['services/schemas/cases.ts', "import 'zod'"],
  ['dashboard/src/page.tsx', "import '../../services/schemas/calls.ts'"],
]

const DEPENDENCIES = ['luxon', 'zod', 'pg', 'twilio']
const PACKAGES = [...DEPENDENCIES, 'vitest', 'stowaway']

let folder = ''
let config: ICruiseOptions
let found: { rule: string; from: string; to: string }[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightline-borders-'))
  config = await extractDepcruiseConfig(join(ROOT, '.dependency-cruiser.mjs')).then(({ options, ...ruleSet }) => ({
    ...options,
    ruleSet,
    validate: true,
  }))
  await writeProject()
  const { output } = await cruise(['services', 'dashboard', 'test', 'prisma'], { ...config, baseDir: folder })
  found = (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }))
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('each border stops the one who crosses it', () => {
  it.each(SEEDS)('%s: %s -> %s', (rule, from) => {
    expect(found.filter((violation) => violation.from === from).map((violation) => violation.rule)).toEqual([rule])
  })

  it('and nobody else', () => {
    expect(found.filter(({ from }) => !SEEDS.some((seed) => seed[1] === from))).toEqual([])
  })

  it('no rule is without its seed', () => {
    const rules = config.ruleSet?.forbidden?.map(({ name }) => name)
    expect([...new Set(rules)].sort()).toEqual([...new Set(SEEDS.map(([rule]) => rule))].sort())
  })
})

describe('the real tree', () => {
  it('is read: more than a hundred modules, whose imports are resolved', async () => {
    const { output } = await cruise(['services'], { ...config, baseDir: ROOT })
    const { modules, summary } = output as ICruiseResult
    expect(summary.totalCruised).toBeGreaterThan(100)
    expect(modules.filter(({ source }) => /^services\/.*\.ts$/.test(source)).length).toBeGreaterThan(100)
    const local = modules.flatMap(({ dependencies }) => dependencies).filter(({ module }) => module.startsWith('.'))
    expect(local.length).toBeGreaterThan(300)
    expect(local.filter(({ couldNotResolve, resolved }) => couldNotResolve && !resolved.includes('prisma/generated'))).toEqual([])
  }, 120_000)
})

/** A project in a temporary folder that has nothing but seeds, with packages of its own. */
async function writeProject(): Promise<void> {
  const files = new Map<string, string[]>()
  const add = (path: string, line: string): void => void files.set(path, [...(files.get(path) ?? []), line])
  for (const [, from, imports] of SEEDS) {
    add(from, `import '${imports}'`)
    if (imports.startsWith('.') && !imports.includes('nowhere')) add(join(dirname(from), imports), 'export const one = 1')
  }
  add('services/ivr/right.ts', "import './left.ts'") // closes the cycle; it is reported once
  for (const [from, line] of ALLOWED) {
    add(from, line)
    const path = /'(\.[^']+)'/.exec(line)?.[1]
    if (path) add(join(dirname(from), path), 'export const two = 2')
  }
  for (const name of PACKAGES) {
    add(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
    add(`node_modules/${name}/index.js`, 'module.exports = {}')
  }
  add('node_modules/twilio/lib/webhooks/webhooks.js', 'module.exports = {}')
  const versions = (names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, '1.0.0']))
  add(
    'package.json',
    JSON.stringify({
      name: 'seeds',
      type: 'module',
      dependencies: versions(DEPENDENCIES),
      devDependencies: versions(['vitest']),
    }),
  )
  for (const [path, lines] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), `${lines.join('\n')}\n`)
  }
}
