import { auditFeature } from './audit/feature.ts'
import { callbackFeature } from './callbacks/feature.ts'
import { callFeature } from './calls/feature.ts'
import { caseFeature } from './cases/feature.ts'
import type { OnMoved } from './cases/moves/service.ts'
import { customerFeature } from './customers/feature.ts'
import { departureFeature } from './departures/feature.ts'
import { deskFeature } from './desk/feature.ts'
import { directoryFeature } from './directory/feature.ts'
import type { Feature } from './feature.ts'
import { openGround, type GroundOptions, type OpenedGround } from './ground.ts'
import { addProcessMetrics } from './http/health/service.ts'
import { liveRoutes } from './http/live/routes.ts'
import { liveHub } from './http/live/service.ts'
import { buildServer, type Server } from './http/service.ts'
import { incidentFeature } from './incidents/feature.ts'
import { flowFeature } from './ivr/feature.ts'
import { mailFeature } from './mail/feature.ts'
import { messageFeature } from './messages/feature.ts'
import { planMessage } from './messages/plan/store.ts'
import { addStaffText } from './messages/store.ts'
import { notificationFeature } from './notifications/feature.ts'
import { numberFeature } from './numbers/feature.ts'
import { outboundFeature } from './outbound/feature.ts'
import { peopleFeature } from './people/feature.ts'
import { phoneFeature } from './phone/feature.ts'
import { recordFeature } from './records/feature.ts'
import { recordingFeature } from './recordings/feature.ts'
import { reportFeature } from './reports/feature.ts'
import { requestFeature } from './requests/feature.ts'
import { ruleFeature } from './rules/feature.ts'
import { shiftFeature } from './shifts/feature.ts'
import { payFeature } from './shifts/pay/feature.ts'
import { planningFeature } from './shifts/planning/feature.ts'
import { shiftRequestFeature } from './shifts/requests/feature.ts'
import { shutdownList, type Shutdown } from './shutdown/service.ts'
import { backgroundWork } from './sweeper/background/service.ts'
import { sweeper, type Sweeper } from './sweeper/service.ts'
import { twilioFeature } from './telephony/twilio/feature.ts'
import { tellingFeature } from './tellings/feature.ts'

export type AppOptions = GroundOptions & { pageDir: string; version: string }

/** How often the deadlines of cases are looked at. */
const DEADLINE_SECONDS = 5

export type RunningApp = Awaited<ReturnType<typeof startApp>>

/** Puts the features together and starts them. `stop` closes everything that lives, in the order that loses nothing. */
export async function startApp(options: AppOptions) {
  const opened = shutdownList({ log: options.log })
  try {
    return await putTogether(options, opened)
  } catch (error) {
    await opened.run()
    throw error
  }
}

async function putTogether({ pageDir, version, ...options }: AppOptions, opened: Shutdown) {
  const sweepers: Sweeper[] = []
  const ground = await openGround(options, opened, {
    onClockMove: () => sweepers.forEach((each) => each.now()),
    lookOutside: () => background.outside.look(),
  })
  const { config, clock, flows, carrier, log } = ground
  const parts = featuresOn(ground, options)
  opened.add('auditor connection', parts.cases.auditor.close)
  const background = backgroundOf(ground, parts)
  sweepers.push(...background.sweepers)
  const hub = liveHub({ connectionUrl: options.database.url, clock, log, isCurrent: parts.people.signIns.isCurrent })
  addProcessMetrics(ground.metrics.registry)
  const server = await buildServer({
    config,
    log,
    authenticator: parts.people.signIns,
    checks: {
      database: async () => options.database.linePool.query('select 1'),
      queue: ground.queue.check,
      ...named(parts.all.map(({ checks }) => checks)),
    },
    routes: [...parts.all.flatMap(({ routes = [] }) => routes), liveRoutes(hub)],
    pageDir,
    version,
    metrics: ground.metrics,
  })
  const isWeb = config.roles.includes('web')

  /** Takes calls. Resolves with the URL at which it listens. */
  async function listen(): Promise<string> {
    const { calls, callbacks, cases, planning, webhooks } = parts
    opened.add('work outside', background.outside.stop)
    opened.add('planner', planning.planner.stop)
    opened.add('callback dispatcher', callbacks.dispatch.stop)
    for (const { name, stop } of background.sweepers) opened.add(name, stop)
    opened.add('auditor', cases.auditor.stop)
    if (isWeb) {
      opened.add('spool', calls.readSpool(webhooks.takeIn))
      opened.add('server', () => closeServer(server))
      await calls.warm()
      ground.listensAt(await server.app.listen({ host: config.host, port: config.port }))
      opened.add('live feed', hub.stop)
      hub.start()
    }
    // Not before it is sure that this program runs: one that finds its port taken must not send anything.
    if (ground.isWorker) {
      ground.queue.onWake(background.work)
      callbacks.dispatch.start()
    }
    for (const each of background.sweepers) each.start()
    cases.auditor.start()
    return ground.publicUrl()
  }

  const { links, apiKeys } = parts.people
  return { server, clock, flows, links, apiKeys, calls: parts.calls.calls, pointNumber: carrier.pointNumber, isWeb, listen, stop: opened.run }
}

/** All features, and what they do for each other where one may not import the other. */
function featuresOn(ground: OpenedGround, { account }: GroundOptions) {
  const people = peopleFeature(ground)
  const shifts = shiftFeature(ground)
  const planning = planningFeature(ground)
  const shiftRequests = shiftRequestFeature(ground, { addText: addStaffText })
  const tellings = tellingFeature(ground)
  const callbacks = callbackFeature(ground)
  const calls = callFeature(ground)
  const { onTop, onArrival } = tellings
  const onMoved: OnMoved = async (tx, moved) => {
    await planMessage(tx, moved)
    if (moved.kind !== 'climbed') return
    await onArrival(tx, moved.caseId, moved.at)
    await onTop(tx, moved.caseId, moved.at)
    setTimeout(ground.wake, 100).unref() // after the commit; else the sweeper finds it
  }
  const cases = caseFeature(ground, { onMoved, onDue: planMessage, onTop, waiting: callbacks.waiting })
  const messages = messageFeature(ground, { getCase: cases.reader.getCase, answerOffer: shiftRequests.answerByText })
  const outbound = outboundFeature(ground, { ...callbacks.purposes, ...messages.purposes, ...tellings.purposes })
  const desk = deskFeature(ground, { cases: cases.reader, moveIn: cases.moves.moveIn })
  const webhooks = twilioFeature(ground, {
    ...{ account, line: calls.line, wakes: calls.wakes, outbound: outbound.outbound, texts: messages.texts, rooms: desk.rooms, keep: calls.keep },
    words: { ...calls.words, ...outbound.words, ...desk.words },
  })
  const all: Feature[] = [
    ...[webhooks, people, calls, callbacks, cases, messages, desk, tellings, outbound],
    ...[shifts, planning, shiftRequests, payFeature(ground)],
    ...[recordFeature(ground), incidentFeature(ground), directoryFeature(ground), recordingFeature(ground), requestFeature(ground)],
    ...[departureFeature(ground), auditFeature(ground), reportFeature(ground), ruleFeature(ground), notificationFeature(ground), numberFeature(ground)],
    customerFeature(ground, { onBlocked: callbacks.onBlocked }),
    flowFeature(ground, { listSkills: shifts.listSkills, outcomeOf: calls.outcomeOf }),
    mailFeature(ground, { ended: messages.settleEmail }),
    phoneFeature(ground, { numberOf: people.phoneOf }),
  ]
  return { people, planning, callbacks, calls, cases, messages, webhooks, all }
}

/** What is done without being asked; nothing of it begins here. `work`: what a wake-up brings. */
function backgroundOf(ground: OpenedGround, { calls, messages, all }: ReturnType<typeof featuresOn>) {
  const { database, clock, time, isWorker, during, log } = ground
  const outside = backgroundWork({ name: 'outside', parts: named(all.map((feature) => feature.outside)), database, clock, during, log })
  const work = async (): Promise<void> => {
    await calls.performDue().finally(() => messages.performDue().finally(outside.look))
  }
  const each = { database, clockVersion: time.version, log }
  const general = sweeper({
    ...each,
    tasks: [
      { name: 'company', run: ground.rereadCompany },
      { name: 'flows', run: ground.flows.refresh }, // another process may have published
      ...(isWorker ? [{ name: 'outbox', run: work }, ...all.flatMap(({ sweeps = [] }) => sweeps)] : []),
    ],
  })
  const deadlines = sweeper({ ...each, name: 'deadlines sweeper', everySeconds: DEADLINE_SECONDS, tasks: all.flatMap((feature) => feature.deadlines ?? []) })
  const sweepers = isWorker ? { sweeper: general, deadlines } : { sweeper: general }
  return { outside, work, sweepers: Object.entries(sweepers).map(([name, one]) => ({ name, ...one })) }
}

/** One record of many; a name is given once, or of two works under it one would never be done. */
function named<T>(records: ReadonlyArray<Readonly<Record<string, T>> | undefined>): Record<string, T> {
  const all = records.flatMap((record = {}) => Object.entries(record))
  const names = all.map(([name]) => name)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined) throw new Error(`two features bring something named ${twice}`)
  return Object.fromEntries(all)
}

/** Answers what is under way; a connection that says nothing (a browser opens some to be quick) is cut after two seconds. */
async function closeServer({ app }: Server): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), 2_000)
  await app.close()
  clearTimeout(cut)
}
