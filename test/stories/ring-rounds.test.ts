import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { aCaller, recordAfter } from '../support/callers.ts'
import { MARTA, startLine, type TestLine } from '../support/line.ts'
import { noUnexpectedCalls, phone, timePasses } from '../support/phones.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'

let line: TestLine
let flowsDir: string
afterEach(async () => {
  await line.stop()
  await rm(flowsDir, { recursive: true })
})

test('who has gone on a break while another phone was ringing is not rung any more; who is ready by then is', async () => {
  flowsDir = await mkdtemp(join(tmpdir(), 'nightline-flows-'))
  const before = await readFile('test/flows/small-line.yaml', 'utf8')
  const inTurn = before.replace('    to: onShift\n    timeoutSeconds: 20\n', '    to: onShift\n    order: inOrder\n    site: caller\n    timeoutSeconds: 20\n')
  expect(inTurn).not.toBe(before)
  await writeFile(join(flowsDir, 'support.yaml'), inTurn)
  line = await startLine({ at: '2026-11-18T10:00:00+01:00', flowsDir })
  await emptyTheRoster(line)
  await putOnShift(line, { name: 'Irina Sokolova', from: '2026-11-18T07:00', to: '2026-11-18T15:00' })
  await putOnShift(line, { name: 'Dana Novak', from: '2026-11-18T08:00', to: '2026-11-18T16:00' })
  await putOnShift(line, { name: 'Amira Haddad', from: '2026-11-18T09:00', to: '2026-11-18T17:00' })

  const [irina, dana, amira] = ['+493023125903', '+493023125902', '+493023125901'].map((number) => phone(number, line.simulator))
  if (!irina || !dana || !amira) throw new Error('three phones')
  const marta = await aCaller(line, MARTA)
  await marta.presses('1')
  await irina.rings()
  const { prisma } = line.database
  const { id: personId } = await prisma.person.findFirstOrThrow({ where: { name: 'Dana Novak' } })
  await prisma.presence.create({ data: { id: randomUUID(), personId, state: 'break', fromAt: new Date('2026-11-18T09:00:00Z'), via: 'page' } })
  await timePasses(line.simulator, 5)
  await irina.declines()
  await amira.answers()
  await amira.presses('1')
  await amira.says('Amira speaking.')
  await marta.hears('Amira speaking.')
  await marta.hangsUp()
  const { steps } = await recordAfter(line, marta)
  const dialled = steps.filter(({ kind }) => kind === 'dialled').map(({ detail }) => detail)
  expect(dialled).toMatchObject([{ asked: [{ name: 'Irina Sokolova' }], notAsked: [] }, { asked: [{ name: 'Amira Haddad' }] }])
  expect(dialled[1]).not.toHaveProperty('notAsked')
  await noUnexpectedCalls(line.simulator, [irina, amira])
})
