import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { environment, readConfig } from '../../../services/config.ts'

const lines = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8').split('\n')
const entries = lines.flatMap((line) => {
  const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? []
  return name === undefined || value === undefined ? [] : [{ name, value }]
})
const variables = Object.keys(environment.shape)

describe('.env.example', () => {
  it('has every variable that the program reads, and no other', () => {
    expect(entries.map(({ name }) => name).sort()).toEqual([...variables].sort())
  })

  it('shows the defaults: used as it stands, it changes nothing', () => {
    const example = readConfig(Object.fromEntries(entries.map(({ name, value }) => [name, value])))
    expect(example).toEqual(readConfig({}))
    expect(example).toHaveProperty('config')
  })

  it.each(variables)('explains %s', (name) => {
    const line = lines.findIndex((text) => text.startsWith(`${name}=`))
    // Variables that belong together share the comment above the first.
    const above = lines.slice(0, line).reverse()
    const comment = above.slice(above.findIndex((text) => !/^[A-Z_]+=/.test(text)))
    expect(comment[0]).toMatch(/^# \S/)
  })
})
