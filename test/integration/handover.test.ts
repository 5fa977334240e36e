import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell, untell } from '../../services/notifications/store.ts'
import type { Browser } from '../support/access.ts'
import { listenTo, rosterServer, type RosterServer } from '../support/roster-server.ts'

let line: RosterServer
type Somebody = Browser & { id: string }
let ada: Somebody, dana: Somebody, eve: Somebody, far: Somebody, chen: Somebody
const minutes = (count: number) => line.clock.now().plus({ minutes: count }).toJSDate().toISOString()
const NOBODY = '00000000-0000-4000-8000-000000000000'

beforeAll(async () => {
  line = await rosterServer()
  ada = await line.someone('agent', 'Ada', line.ids.front)
  dana = await line.someone('agent', 'Dana', line.ids.front)
  eve = await line.someone('agent', 'Eve', line.ids.front)
  far = await line.someone('agent', 'Far', line.ids.front)
  chen = await line.someone('supervisor', 'Chen', line.ids.specialists)
})
afterAll(() => line.close())

async function aCase(number: string, title: string, owner: Somebody, more: { levelId?: string; status?: string } = {}): Promise<void> {
  const { levelId = line.ids.front, status = 'open' } = more
  const openedAt = line.clock.now().toJSDate()
  await line.prisma.$transaction(async (tx) => {
    const id = randomUUID()
    await tx.case.create({
      data: {
        id,
        number,
        title,
        reason: 'x',
        severity: 'high',
        facts: {},
        levelId,
        openedAt,
        dueTopAt: openedAt,
        ...(status !== 'open' && { status, endedAt: openedAt }),
      },
    })
    const toAt = status === 'open' ? null : line.clock.now().plus({ seconds: 1 }).toJSDate()
    await tx.custody.create({ data: { id: randomUUID(), caseId: id, personId: owner.id, fromAt: openedAt, toAt, how: 'born' } })
  })
}

describe('a hand-over', () => {
  it('tells those who begin about now, with the open cases of the level as they stand', async () => {
    const ended = await line.addShift({ personId: ada.id, from: minutes(-500), to: minutes(-119) })
    await line.addShift({ personId: ada.id, from: minutes(-1_200), to: minutes(-900) })
    await line.addShift({ personId: dana.id, from: minutes(120), to: minutes(500) })
    await line.addShift({ personId: eve.id, from: minutes(-120), to: minutes(100) })
    await line.addShift({ personId: far.id, from: minutes(121), to: minutes(500) })
    await line.addShift({ personId: chen.id, from: minutes(10), to: minutes(500), levelId: line.ids.specialists })
    await aCase('100013', 'No heat', dana)
    await aCase('100021', 'Solved', dana, { status: 'solved' })
    await aCase('100030', 'Other level', chen, { levelId: line.ids.specialists })
    const note = `${'Ж'.repeat(190)}😀😀😀${'x'.repeat(100)}`
    const { status, body } = await ada.ask('POST', '/api/handovers', { note })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: body.id,
      levelId: line.ids.front,
      from: { id: ada.id, name: 'Ada' },
      note,
      openCases: [{ number: '100013', title: 'No heat', severity: 'high', owner: 'Dana' }],
      createdAt: '2026-03-02T09:00:00.000Z',
      readBy: null,
      readAt: null,
    })
    expect(await line.prisma.handover.findUnique({ where: { id: body.id } })).toMatchObject({ shiftId: ended })
    const told = await line.prisma.notice.findMany({ where: { key: `handover:${body.id}` }, include: { person: true } })
    expect(told.map(({ person }) => person.name).sort()).toEqual(['Dana', 'Eve'])
    expect(told[0]?.body).toEqual({ from: 'Ada', note: [...note].slice(0, 200).join('') })

    // What was open stays in it, whatever becomes of the case.
    await line.prisma.case.updateMany({ where: { number: '100013' }, data: { title: 'Warm again' } })
    expect((await dana.ask('GET', `/api/handovers?levelId=${line.ids.front}`)).body).toEqual([body])
    expect((await dana.ask('GET', `/api/handovers?levelId=${line.ids.specialists}`)).body).toEqual([])
    line.clock.move({ minutes: 5 })
    const read = (await dana.ask('POST', `/api/handovers/${body.id}/read`)).body
    expect(read).toEqual({ ...body, readBy: { id: dana.id, name: 'Dana' }, readAt: '2026-03-02T09:05:00.000Z' })
    expect((await eve.ask('POST', `/api/handovers/${body.id}/read`)).body).toEqual(read)
    expect((await eve.ask('POST', `/api/handovers/${NOBODY}/read`)).body.code).toBe('NOT_FOUND')
  })

  it('is of the shift that one has now, of a level that one names, or of none', async () => {
    const now = await line.addShift({ personId: far.id, from: minutes(-30), to: minutes(30) })
    const { body } = await far.ask('POST', '/api/handovers', { note: 'up', levelId: line.ids.specialists })
    expect(body.openCases).toMatchObject([{ number: '100030', owner: 'Chen' }])
    expect(await line.prisma.handover.findUnique({ where: { id: body.id } })).toMatchObject({ shiftId: now, levelId: line.ids.specialists })
    // Whoever works below his own level hands over what he worked on.
    const above = await line.someone('agent', 'Above', line.ids.specialists)
    await line.addShift({ personId: above.id, from: minutes(-30), to: minutes(30) })
    expect((await above.ask('POST', '/api/handovers', { note: 'down' })).body).toMatchObject({ levelId: line.ids.front })
    const idle = await line.someone('executive', 'Idle')
    expect((await idle.ask('POST', '/api/handovers', { note: 'x' })).body.code).toBe('LEVEL_UNKNOWN')
    expect((await idle.ask('POST', '/api/handovers', { note: 'x', levelId: NOBODY })).body.code).toBe('LEVEL_UNKNOWN')
    const own = await idle.ask('POST', '/api/handovers', { note: 'x', levelId: line.ids.front })
    expect(await line.prisma.handover.findUnique({ where: { id: own.body.id } })).toMatchObject({ shiftId: null })
  })

  it('is listed newest first, twenty of them, to those who work with cases', async () => {
    for (let n = 0; n < 21; n += 1) {
      line.clock.move({ seconds: 1 })
      await chen.ask('POST', '/api/handovers', { note: `note ${n}` })
    }
    const { body } = await ada.ask('GET', '/api/handovers')
    expect(body.map(({ note }: { note: string }) => note)).toEqual(Array.from({ length: 20 }, (_, n) => `note ${20 - n}`))
    for (const role of ['guest', 'payroll'] as const) expect((await (await line.someone(role, role)).ask('GET', '/api/handovers')).status).toBe(403)
  })
})

describe('notices', () => {
  it('are told once, to each person, however many tell at once', async () => {
    const live = await listenTo(line)
    const at = line.clock.now().toJSDate()
    const [x, y] = [await line.someone('agent', 'X'), await line.someone('agent', 'Y')]
    const once = (people: string[]) => line.prisma.$transaction((tx) => tell(tx, people, { kind: 'gap', key: 'gap:1', body: { level: 'Front line' } }, at))
    const told = await Promise.all([once([x.id, y.id]), once([y.id, x.id]), once([x.id, x.id]), once([])])
    expect(told.flat().sort()).toEqual([x.id, y.id].sort())
    await expect.poll(() => live.notes.sort()).toEqual([`notice ${x.id}`, `notice ${y.id}`].sort())
    await line.prisma.$transaction((tx) => untell(tx, 'gap:1'))
    expect((await x.ask('GET', '/api/me/notices')).body).toEqual([])
    await live.stop()
  })

  it('not seen come first, then the newest; fifty at most; each belongs to one person', async () => {
    const z = await line.someone('guest', 'Z')
    const at = (n: number) => line.clock.now().plus({ minutes: n }).toJSDate()
    for (let n = 0; n < 53; n += 1) await line.prisma.$transaction((tx) => tell(tx, [z.id], { kind: 'roster', key: `r${n}`, body: { n } }, at(n)))
    const list = async () => (await z.ask('GET', '/api/me/notices')).body as { id: string; body: { n: number }; seenAt: string | null }[]
    expect((await list()).map(({ body }) => body.n)).toEqual(Array.from({ length: 50 }, (_, n) => 52 - n))
    const [first, second] = await list()
    expect((await ada.ask('POST', `/api/me/notices/${first?.id}/seen`)).body.code).toBe('NOT_FOUND')
    const seen = (await z.ask('POST', `/api/me/notices/${first?.id}/seen`)).body
    expect(seen).toEqual({ ...first, seenAt: line.clock.now().toJSDate().toISOString() })
    line.clock.move({ minutes: 1 })
    expect((await z.ask('POST', `/api/me/notices/${first?.id}/seen`)).body).toEqual(seen)
    await z.ask('POST', `/api/me/notices/${second?.id}/seen`)
    expect((await list()).map(({ body }) => body.n)).toEqual(Array.from({ length: 50 }, (_, n) => 50 - n))
    await line.prisma.notice.deleteMany({ where: { personId: z.id, key: { in: ['r0', 'r1', 'r2'] } } })
    expect((await list()).map(({ body }) => body.n).slice(-3)).toEqual([3, 52, 51])
  })
})
