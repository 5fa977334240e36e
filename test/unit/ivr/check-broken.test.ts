import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loadFlows, readFolder } from '../../../services/ivr/files.ts'
import { rules, type Rule } from '../../../services/ivr/findings.ts'
import { parseFlow, withSubflows } from '../../../services/ivr/parse-flow.ts'

const folder = (name: string): string => fileURLToPath(new URL(`../../flows/${name}`, import.meta.url))
const namesIn = (dir: string): string[] => readdirSync(dir).map((name) => name.replace('.yaml', ''))
const everyRule = Object.keys(rules) as Rule[]

/** Where each mistake stands: the line of the broken file. */
const lines: Readonly<Record<Rule, number>> = {
  yaml: 44,
  schema: 41,
  zone: 4,
  language: 23,
  'unspoken-language': 48,
  'missing-step': 22,
  'reserved-name': 41,
  'missing-text': 48,
  'missing-phrase': 5,
  template: 52,
  'unknown-name': 33,
  'not-known-yet': 53,
  condition: 21,
  digits: 27,
  who: 48,
  'without-effect': 48,
  'unknown-skill': 48,
  'clashing-keys': 23,
  'clashing-words': 23,
  'menu-too-wide': 21,
  'too-deep': 31,
  unreachable: 41,
  'dead-end': 24,
  'silent-circle': 41,
  'no-person': 6,
  'no-way-out': 11,
  'silence-hangs-up': 11,
  'goodbye-without-answer': 49,
  'empty-offer': 47,
  'speech-only': 27,
  'unused-capture': 43,
  'long-prompt': 43,
  'long-sentence': 43,
  officialese: 48,
  'fast-number': 39,
  secret: 24,
  'no-answer-yet': 31,
  subflow: 18,
  'no-return': 18,
  'http-host': 33,
  'http-plain': 33,
  'duplicate-flow': 1,
}

it('each rule has a broken flow, and each broken flow a rule', () => {
  expect(namesIn(folder('broken')).sort()).toEqual([...everyRule].sort())
})

it.each(everyRule.filter((rule) => rule !== 'duplicate-flow'))('%s is found under its rule and no other', async (rule) => {
  const source = readFileSync(`${folder('broken')}/${rule}.yaml`, 'utf8')
  const { flow, findings } = parseFlow(withSubflows(source, await readFolder(folder('broken'))), `${rule}.yaml`, { skills: ['heating'] })
  expect(new Set(findings.map((finding) => `${finding.rule} ${finding.line}`))).toEqual(new Set([`${rule} ${lines[rule]}`]))
  expect(findings.every(({ severity }) => severity === rules[rule])).toBe(true)
  expect(flow === undefined).toBe(rules[rule] === 'error')
})

it('the second file of a flow is found', async () => {
  const { findings } = await loadFlows(folder('broken'))
  expect(findings.filter(({ file }) => file === 'duplicate-flow.yaml')).toMatchObject([{ rule: 'duplicate-flow', line: lines['duplicate-flow'] }])
})

it.each(namesIn(folder('good')))('%s is right though it looks suspicious', async (name) => {
  const files = await readFolder(folder('good'))
  expect(parseFlow(withSubflows(files.get(`${name}.yaml`) ?? '', files), name, { skills: [], entered: ['ask-contract'] }).findings).toEqual([])
})
