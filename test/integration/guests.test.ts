import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { callLogRoutes } from '../../services/calls/log/routes.ts'
import { callLog } from '../../services/calls/log/store.ts'
import { moveService } from '../../services/cases/moves/service.ts'
import { formService } from '../../services/desk/forms/service.ts'
import { deskFormBody } from '../../services/schemas/desk.ts'
import { onShiftRoutes } from '../../services/shifts/on-shift/routes.ts'
import { onShift } from '../../services/shifts/on-shift/service.ts'
import { accessServer, PUBLIC_URL, signedIn, type AccessServer } from '../support/access.ts'
import { aCallRow, aSid } from '../support/call-rows.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC.
let line: AccessServer
let roster: SmallRoster
beforeAll(async () => {
  line = await accessServer({
    recheckMs: 100,
    routes: (parts) => [callLogRoutes({ calls: callLog({ ...parts, announce: () => undefined }) }), onShiftRoutes({ onShift: onShift(parts) })],
  })
  roster = await smallRoster(line.database)
})
afterAll(() => line.close())

it('a guest is an agent during his guest shifts, to the second, and otherwise sees no calls', async () => {
  const guest = await signedIn(line, { role: 'guest', name: 'Gustav' })
  const asks = async (path = '/api/calls') => (await guest.ask('GET', path)).status
  await roster.shift(guest.id, '2026-03-02T12:00:00Z', '2026-03-02T14:00:00Z')
  await roster.shift(guest.id, '2026-03-02T09:00:00Z', '2026-03-02T11:00:00Z', { plan: 'draft' })
  expect(await guest.ask('GET', '/api/calls')).toMatchObject({ status: 403, body: { code: 'ROLE_NOT_ALLOWED', values: { role: 'guest' } } })
  expect([await asks('/api/board'), await asks('/api/me'), await asks('/api/duties?from=2026-03-02&to=2026-03-03')]).toEqual([200, 200, 403])
  expect((await guest.ask('GET', '/api/me')).body.person.role).toBe('guest')
  line.clock.move({ minutes: 179, seconds: 59 })
  expect(await asks()).toBe(403)
  line.clock.move({ seconds: 1 })
  expect(await asks()).toBe(200)
  expect((await guest.ask('GET', '/api/me')).body.person.role).toBe('agent')

  const address = (await line.app.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws')
  line.hub.start()
  const socket = new WebSocket(`${address}/api/live`, { headers: { cookie: `nightline_session=${guest.cookie()}`, origin: PUBLIC_URL } })
  let closed: number | undefined
  socket.on('close', (code) => (closed = code))
  await new Promise((resolve) => socket.on('message', resolve))
  line.clock.move({ minutes: 119, seconds: 59 })
  expect(await asks()).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 250))
  expect(closed).toBeUndefined()
  line.clock.move({ seconds: 1 })
  expect(await asks()).toBe(403)
  await expect.poll(() => closed).toBe(4401)
})

it('nobody stands in for a guest and keeps his rights when the duty is another’s', async () => {
  const guest = await signedIn(line, { role: 'guest', name: 'Gina' })
  const other = await roster.person('Otto')
  const shift = await roster.shift(guest.id, '2026-03-03T09:00:00Z', '2026-03-03T17:00:00Z')
  await roster.standIn(shift, other, '2026-03-03T10:00:00Z', '2026-03-03T17:00:00Z')
  line.clock.move({ minutes: 19 * 60 + 30 }) // 09:30
  expect((await guest.ask('GET', '/api/calls')).status).toBe(200)
  line.clock.move({ minutes: 30 })
  expect((await guest.ask('GET', '/api/calls')).status).toBe(403)
})

it('what a guest writes down is not his when his shift is over: it is who keeps the level who owns it', async () => {
  const { database, clock } = line
  const { prisma } = database
  const guest = await signedIn(line, { role: 'guest', name: 'Greta' })
  const at = clock.now().toJSDate()
  const callSid = await aCallRow(prisma, { at })
  await prisma.callLeg.create({
    data: { sid: aSid(), callSid, number: '+493023125909', personId: guest.id, status: 'in-progress', acceptedAt: at, startedAt: at },
  })
  const forms = formService({ database, clock, move: moveService({ database, clock }).moveIn })
  const body = deskFormBody.parse({ reason: 'outage', words: 'It is cold', acknowledgement: 'We have it' })
  const { version } = await forms.saveForm(callSid, guest.id, { body })
  const { caseNumber } = await forms.submitForm(callSid, guest.id, { version, then: 'keep' })
  const owned = await prisma.custody.findMany({ where: { case: { number: caseNumber ?? '' } } })
  expect(owned).toMatchObject([{ isKeeper: true, how: 'born', toAt: null }])
  expect(owned[0]?.personId).not.toBe(guest.id)
})
