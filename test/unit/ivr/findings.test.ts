import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { formatFinding, rules, suggest } from '../../../services/ivr/findings.ts'

it.each([
  ['billng', ['main', 'billing'], ' (did you mean "billing"?)'],
  ['xyz', ['main'], ''],
  ['Main', ['main'], ' (did you mean "main"?)'],
  ['a', [], ''],
  ['de', ['en', 'ru'], ''],
])('%s among %j', (written, known, expected) => {
  expect(suggest(written, known)).toBe(expected)
})

it('is one line', () => {
  expect(formatFinding({ severity: 'error', file: 'a.yaml', line: 3, step: 'main', rule: 'zone', message: 'no' })).toBe(
    'a.yaml:3: error: step "main": no [zone]',
  )
  expect(formatFinding({ severity: 'advice', file: 'a.yaml', line: 3, rule: 'zone', message: 'no' })).toBe('a.yaml:3: advice: no [zone]')
})

it('docs/flow-checks.md explains each rule, in the order of the code', () => {
  const doc = readFileSync(new URL('../../../docs/flow-checks.md', import.meta.url), 'utf8')
  const rows = [...doc.matchAll(/^\| ([a-z-]+) \| (error|advice) \| .{10,} \|$/gm)].map(([, rule = '', level]) => [rule, level])
  expect(rows).toEqual(Object.entries(rules))
})
