import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { checkShifts, solveShifts } from '../../../services/cli/shifts/service.ts'
import { parseInstance, printSolution } from '../../../services/planner/benchmark/format.ts'
import { search } from '../../../services/planner/search.ts'
import { randomInstance } from '../../support/shift-instances.ts'

const text = randomInstance({ agents: 5, days: 14, shifts: 2, seed: 3 })
let folder = ''
let said: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shifts-check-'))
  said = []
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => said.push(String(line)) > 0)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

async function files(instance: string, roster: string): Promise<[string, string]> {
  const paths: [string, string] = [join(folder, 'instance.txt'), join(folder, 'roster.csv')]
  await writeFile(paths[0], instance)
  await writeFile(paths[1], roster)
  return paths
}

it('prints what a roster costs, and each rule that it breaks', async () => {
  const instance = parseInstance(text)
  const [found] = search(instance.problem, { seed: 1, seconds: 0.01, now: () => 0 })
  const roster = printSolution(instance, found?.plan ?? [])
  expect(await checkShifts(...(await files(text, roster)))).toBe(0)
  expect(JSON.parse(said.join(''))).toMatchObject({ penalty: found?.penalty, violations: 0, feasible: true })
  said = []
  expect(await checkShifts(...(await files(text, roster.split('\n').slice(1).join('\n'))))).toBe(1)
  expect(said[0]).toBe('P1: no line in the roster\n')
  expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ feasible: false })
})

it('says file, line and value of what is wrong, or that there is no file', async () => {
  const [instance, roster] = await files(text.replace('SECTION_COVER\n0,', 'SECTION_COVER\n99,'), '')
  await expect(checkShifts(instance, roster)).rejects.toThrow(/instance\.txt: Line \d+, value 1 \(day\): "99"; allowed: whole numbers from 0 to 13/)
  await expect(checkShifts(join(folder, 'none.txt'), roster)).rejects.toThrow(/none\.txt: ENOENT/)
  await expect(solveShifts(instance, { seconds: Number.NaN, threads: 2, seed: 1, out: roster })).rejects.toThrow(/--seconds: "NaN" is not a time/)
})
