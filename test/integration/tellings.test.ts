import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCase } from '../../services/cases/store.ts'
import { tellingJobs } from '../../services/tellings/jobs.ts'
import { tellOfTop } from '../../services/tellings/store.ts'
import { accessServer, type AccessServer } from '../support/access.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC, a Monday: 10:00 in Berlin.
let line: AccessServer
let roster: SmallRoster
let deputy: string
let jobs: ReturnType<typeof tellingJobs>
beforeEach(async () => {
  line = await accessServer()
  roster = await smallRoster(line.database)
  deputy = await roster.person('Dora Deputy')
  const { prisma } = line.database
  await prisma.level.update({ where: { id: roster.second }, data: { isExecutive: true } })
  await prisma.person.update({ where: { id: roster.boss }, data: { deputyId: deputy } })
  jobs = tellingJobs({ ...line, wake: () => undefined })
})
afterEach(() => line.close())

const now = () => line.clock.now().toJSDate()
const atTheTop = (title: string, severity: string) =>
  line.database.prisma.$transaction(async (tx) => {
    const about = { customerId: null, callSid: null, title, reason: 'fault', severity, facts: {}, openedAt: now() }
    const { id } = await openCase(tx, { ...about, owner: { personId: roster.boss, name: 'Bruno Boss', levelId: roster.second } })
    await tx.case.update({ where: { id }, data: { levelId: roster.second } })
    await tellOfTop(tx, id, now())
    return id
  })
const owned = async () => ({
  boss: await line.database.prisma.custody.count({ where: { personId: roster.boss, toAt: null } }),
  deputy: await line.database.prisma.custody.count({ where: { personId: deputy, toAt: null } }),
})
const tellingsOf = (personId: string) => line.database.prisma.telling.findMany({ where: { personId }, include: { _count: { select: { cases: true } } } })

it('many cases go over to the deputy in pieces: what has gone over before a fault stays there, and the rest follows', async () => {
  for (let n = 1; n <= 45; n += 1) {
    line.clock.move({ seconds: 1 })
    await atTheTop(`Fault ${n}`, 'urgent')
  }
  line.clock.move({ minutes: 30 })
  await line.database.pool.query(`
    create function not_this_one() returns trigger language plpgsql as $$ begin
      if (select title = 'Fault 30' from "case" where id = new.case_id) then raise exception 'not this one'; end if; return new; end $$;
    create trigger not_this_one before insert on custody for each row execute function not_this_one()`)
  await expect(jobs.performDue()).rejects.toThrow(/not this one/)
  expect(await owned()).toEqual({ boss: 25, deputy: 20 })
  expect(await tellingsOf(roster.boss)).toMatchObject([{ state: 'open', handedToId: null, _count: { cases: 45 } }])

  await line.database.pool.query('drop trigger not_this_one on custody')
  await jobs.performDue()
  expect(await owned()).toEqual({ boss: 0, deputy: 45 })
  expect(await tellingsOf(roster.boss)).toMatchObject([{ state: 'handed', handedToId: deputy, endedAt: now() }])
  expect(await tellingsOf(deputy)).toMatchObject([{ kind: 'loud', state: 'open', _count: { cases: 45 } }])
  expect(await line.database.prisma.caseEvent.count({ where: { kind: 'deputy' } })).toBe(45)
  expect(await line.database.prisma.custody.count()).toBe(90)
})

it('who says that he knows while they go over keeps what he has, and nobody is called for it', async () => {
  for (let n = 1; n <= 25; n += 1) await atTheTop(`Fault ${n}`, 'urgent')
  line.clock.move({ minutes: 30 })
  const [mine] = await tellingsOf(roster.boss)
  await line.database.prisma.telling.update({ where: { id: mine?.id ?? '' }, data: { state: 'acknowledged', acknowledgedAt: now(), endedAt: now() } })
  await jobs.performDue()
  expect(await owned()).toEqual({ boss: 25, deputy: 0 })
})
