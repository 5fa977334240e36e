import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = fileURLToPath(new URL('../../../dashboard/src', import.meta.url))
const read = (language: string): Record<string, string> =>
  Object.assign(
    {},
    ...[
      language,
      `${language}.plan`,
      `${language}.flows`,
      `${language}.line`,
      `${language}.callbacks`,
      `${language}.desk`,
      `${language}.cases`,
      `${language}.house`,
      `${language}.planner`,
      `${language}.pay`,
    ].map((name) => flatten(JSON.parse(readFileSync(join(src, 'locales', `${name}.json`), 'utf8')))),
  )

const flatten = (tree: Record<string, unknown>, prefix = ''): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[prefix + name, value]] : Object.entries(flatten(value as Record<string, unknown>, `${prefix}${name}.`)),
    ),
  )

const PLURAL = /_(zero|one|two|few|many|other)$/
const stems = (words: Record<string, string>) => [...new Set(Object.keys(words).map((key) => key.replace(PLURAL, '')))].sort()
const pluralStems = (words: Record<string, string>) => [
  ...new Set(
    Object.keys(words)
      .filter((key) => PLURAL.test(key))
      .map((key) => key.replace(PLURAL, '')),
  ),
]
const blanks = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))].sort()
const sources = (dir = src): string[] =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    if (statSync(path).isDirectory()) return sources(path)
    return /\.tsx?$/.test(name) ? [readFileSync(path, 'utf8')] : []
  })

const en = read('en')
const ru = read('ru')

describe('the words of the screens', () => {
  it('exist in both languages', () => expect(stems(ru)).toEqual(stems(en)))

  it.each([
    ['en', en],
    ['ru', ru],
  ] as const)('have every plural form that %s needs', (language, words) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const missing = pluralStems(words).flatMap((stem) => needed.filter((form) => words[`${stem}_${form}`] === undefined).map((form) => `${stem}_${form}`))
    expect(missing).toEqual([])
  })

  it('count the same things in both languages', () => expect(pluralStems(ru)).toEqual(pluralStems(en)))

  it('fill the same blanks', () => {
    const differing = Object.entries(ru).filter(([key, text]) => {
      const english = en[key] ?? en[key.replace(PLURAL, '_other')] ?? ''
      return blanks(text).join() !== blanks(english).join()
    })
    expect(differing).toEqual([])
  })

  it('are never empty', () => expect([...Object.entries(en), ...Object.entries(ru)].filter(([, text]) => text.trim() === '')).toEqual([]))

  it('exist for every key that a screen names', () => {
    const known = new Set(stems(en))
    const named = sources().flatMap((source) => [...source.matchAll(/\bt\((?:[^'`()]*\? )?'([\w.-]+)'(?: : '([\w.-]+)')?/g)].flatMap(([, a, b]) => [a, b]))
    const used = named.filter((key) => key !== undefined)
    expect(used.length).toBeGreaterThan(150)
    expect(used.filter((key) => !known.has(key))).toEqual([])
  })

  it('exist below every stem that a screen completes', () => {
    const stemsNamed = sources().flatMap((source) => [...source.matchAll(/\bt\(`([\w.]+)\.\$\{/g)].map(([, stem]) => stem))
    expect(stemsNamed.length).toBeGreaterThan(15)
    expect(stemsNamed.filter((stem) => !Object.keys(en).some((key) => key.startsWith(`${stem}.`)))).toEqual([])
  })
})
