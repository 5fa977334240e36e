import { resolve } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { auditRoutes } from './audit/routes.ts'
import { auditReader } from './audit/service.ts'
import { callJobs } from './calls/jobs.ts'
import { callAnnouncer } from './calls/live/store.ts'
import { callLogRoutes } from './calls/log/routes.ts'
import { callLog } from './calls/log/store.ts'
import { offerRoutes } from './calls/offers/routes.ts'
import { offerReader } from './calls/offers/store.ts'
import { lineAnswers } from './calls/questions/service.ts'
import { callService } from './calls/service.ts'
import { callStore, isItemsFault } from './calls/store.ts'
import { emergencyWords } from './calls/emergency.ts'
import { quietCalls } from './calls/quiet/service.ts'
import { spoolFile } from './calls/files.ts'
import { spoolReader } from './calls/spool/service.ts'
import { outcomeOfTranscript } from './calls/transcripts/outcome.ts'
import { transcriptRoutes } from './calls/transcripts/routes.ts'
import { transcriptOfCall } from './calls/transcripts/store.ts'
import { breakerWatch } from './callbacks/abuse/breaker/service.ts'
import { reserve, settle } from './callbacks/abuse/money/store.ts'
import { callbackCalls } from './callbacks/attempts/service.ts'
import { dispatcher } from './callbacks/dispatch/service.ts'
import { callbackRoutes } from './callbacks/routes.ts'
import { guard } from './callbacks/abuse/service.ts'
import { callbackActs } from './callbacks/acts/service.ts'
import { callbackBoardService } from './callbacks/board/service.ts'
import { endBlocked, endCallbacksOf, holdCallbacksOf } from './callbacks/ends/store.ts'
import { callbackMaker } from './callbacks/making/service.ts'
import { callbackLinks } from './callbacks/public/link/service.ts'
import { callbackPages } from './callbacks/public/pages/routes.ts'
import { publicCallbackRoutes } from './callbacks/public/routes.ts'
import { publicCallbacks } from './callbacks/public/service.ts'
import { callbackSweep } from './callbacks/sweep/service.ts'
import { callbackWindows } from './callbacks/windows/service.ts'
import { callbackReader } from './callbacks/service.ts'
import { handoverRoutes } from './cases/handovers/routes.ts'
import { handoverService } from './cases/handovers/service.ts'
import { auditor } from './cases/auditor/service.ts'
import { auditorPool, heartbeatAge, HEARTBEAT_SECONDS } from './cases/auditor/store.ts'
import { deadlines } from './cases/deadlines/service.ts'
import { wakeJobs } from './calls/wakes/jobs.ts'
import { wakeService } from './calls/wakes/service.ts'
import { emergencyWakeWords } from './calls/wakes/words.ts'
import { askRoutes } from './cases/asks/routes.ts'
import { askService } from './cases/asks/service.ts'
import { intakeService } from './cases/intake/service.ts'
import { moveService, type OnMoved } from './cases/moves/service.ts'
import { promiseService } from './cases/promises/service.ts'
import { pyramidReader } from './cases/pyramid/service.ts'
import { caseRoutes } from './cases/routes.ts'
import { caseReader } from './cases/service.ts'
import type { Config, TwilioAccount } from './config.ts'
import type { Database } from './db.ts'
import { actService } from './desk/acts/service.ts'
import { callNowService } from './desk/call-now/service.ts'
import { deskRoutes } from './desk/routes.ts'
import { deskService } from './desk/service.ts'
import { formService } from './desk/forms/service.ts'
import { roomService, type RoomOptions } from './desk/rooms/service.ts'
import { heldWords } from './desk/rooms/words.ts'
import { popReader, type OpenCases } from './desk/pop/service.ts'
import { departureRoutes } from './departures/routes.ts'
import { departureService } from './departures/service.ts'
import { blockedNumberRoutes } from './customers/blocked/routes.ts'
import { blockedNumbers } from './customers/blocked/service.ts'
import { directoryRoutes } from './directory/routes.ts'
import { directoryService } from './directory/service.ts'
import { addProcessMetrics, httpMetrics, pyramidMetrics } from './http/health/service.ts'
import { liveRoutes } from './http/live/routes.ts'
import { liveHub } from './http/live/service.ts'
import type { RoutePlugin } from './http/app.ts'
import { buildServer, type Server } from './http/service.ts'
import { flowRoutes } from './ivr/routes.ts'
import { flowService } from './ivr/service.ts'
import { incidentRoutes } from './incidents/routes.ts'
import { incidentService } from './incidents/service.ts'
import { openFlowLibrary } from './ivr/store.ts'
import { emailJobs } from './mail/jobs.ts'
import { mailClient } from './mail/client.ts'
import { mailboxReader, type MailboxAddress } from './mail/mailbox/client.ts'
import { mailboxRoutes } from './mail/mailbox/routes.ts'
import { messageCalls, surveyCalls } from './messages/calls/service.ts'
import { deliveryJobs } from './messages/delivery/jobs.ts'
import { settleEmail } from './messages/delivery/store.ts'
import { textJobs } from './messages/jobs.ts'
import { addStaffText, TEXT_LIMITS } from './messages/store.ts'
import { planMessage } from './messages/plan/store.ts'
import { writtenRoutes } from './messages/written/routes.ts'
import { writtenService } from './messages/written/service.ts'
import { textService } from './messages/service.ts'
import { outboundJobs } from './outbound/jobs.ts'
import { callPace } from './outbound/pace/service.ts'
import { outboundService } from './outbound/service.ts'
import type { CallPurposes } from './outbound/ends/service.ts'
import { outboundOverWords } from './outbound/words.ts'
import { notificationRoutes } from './notifications/routes.ts'
import { notificationService } from './notifications/service.ts'
import { numbersRoutes } from './numbers/routes.ts'
import { numbersService } from './numbers/service.ts'
import { apiKeyRoutes } from './people/api-keys/routes.ts'
import { apiKeyService } from './people/api-keys/service.ts'
import { linkRoutes } from './people/links/routes.ts'
import { linkService } from './people/links/service.ts'
import { peopleRoutes } from './people/routes.ts'
import { peopleService } from './people/service.ts'
import { signInRoutes } from './people/sign-in/routes.ts'
import { signInService } from './people/sign-in/service.ts'
import { phoneControl, type SimulatorAddress } from './phone/client.ts'
import { phoneRoutes } from './phone/routes.ts'
import { openQueue } from './queue.ts'
import { customerContacts } from './records/contacts/store.ts'
import { reportRoutes } from './reports/routes.ts'
import { reportService } from './reports/service.ts'
import { recordingEraser } from './recordings/jobs.ts'
import { recordingRoutes } from './recordings/routes.ts'
import { recordingService } from './recordings/service.ts'
import { ruleRoutes } from './rules/routes.ts'
import { ruleService } from './rules/service.ts'
import { customerMerges } from './records/merges/store.ts'
import { readingNotes } from './records/readings/store.ts'
import { importRoutes } from './records/imports/routes.ts'
import { importService } from './records/imports/service.ts'
import { customerRoutes } from './records/routes.ts'
import { searchRoutes } from './records/search/routes.ts'
import { recordSearch } from './records/search/store.ts'
import { customerRecords } from './records/store.ts'
import { customerTimeline } from './records/timeline/store.ts'
import { requestJobs } from './requests/jobs.ts'
import { onShiftRoutes } from './shifts/on-shift/routes.ts'
import { onShift } from './shifts/on-shift/service.ts'
import { presenceRoutes } from './shifts/presence/routes.ts'
import { presenceService } from './shifts/presence/service.ts'
import { rosterWatch } from './shifts/watch/service.ts'
import { feedRoutes } from './shifts/feeds/routes.ts'
import { feedService } from './shifts/feeds/service.ts'
import { holidayRoutes } from './shifts/holidays/routes.ts'
import { holidayService } from './shifts/holidays/service.ts'
import { houseRoutes } from './shifts/house/routes.ts'
import { houseService } from './shifts/house/service.ts'
import { leaveRoutes } from './shifts/leaves/routes.ts'
import { leaveService } from './shifts/leaves/service.ts'
import { myShiftsRoutes } from './shifts/mine/routes.ts'
import { myShiftsReader } from './shifts/mine/service.ts'
import { payClosing } from './shifts/pay/closing/service.ts'
import { payPackService } from './shifts/pay/packs/service.ts'
import { payPreviewer } from './shifts/pay/preview/service.ts'
import { payRoutes } from './shifts/pay/routes.ts'
import { payService } from './shifts/pay/service.ts'
import { payWatch } from './shifts/pay/sweep/service.ts'
import { workedTimeService } from './shifts/pay/worked-times/service.ts'
import { rosterPartsRoutes } from './shifts/settings/routes.ts'
import { rosterPartsService } from './shifts/settings/service.ts'
import { listSkillsOnDuty } from './shifts/skills/store.ts'
import { workerRoutes } from './shifts/workers/routes.ts'
import { workerService } from './shifts/workers/service.ts'
import { conflictOf } from './planner/conflict/service.ts'
import { solve } from './planner/solve/service.ts'
import { adviceRoutes } from './shifts/advice/routes.ts'
import { adviceService } from './shifts/advice/service.ts'
import { demandRoutes } from './shifts/demand/routes.ts'
import { demandService } from './shifts/demand/service.ts'
import type { StepWish } from './shifts/demand/wanted-calls.ts'
import { fairnessRoutes } from './shifts/fairness/routes.ts'
import { fairnessReader } from './shifts/fairness/service.ts'
import { planRoutes } from './shifts/planning/routes.ts'
import { planRunner } from './shifts/planning/runner/service.ts'
import { planService } from './shifts/planning/service.ts'
import { rosterRoutes } from './shifts/roster/routes.ts'
import { rosterService } from './shifts/roster/service.ts'
import { repairRoutes } from './shifts/repair/routes.ts'
import { leaveRequestRoutes } from './shifts/requests/leave/routes.ts'
import { leaveRequestService } from './shifts/requests/leave/service.ts'
import { offerLinkRoutes } from './shifts/requests/link/routes.ts'
import { shiftOfferRoutes } from './shifts/requests/offers/routes.ts'
import { offerService } from './shifts/requests/offers/service.ts'
import { requestSweep } from './shifts/requests/sweep/service.ts'
import { wishRoutes } from './shifts/requests/wishes/routes.ts'
import { wishService } from './shifts/requests/wishes/service.ts'
import { shutdownList, type Shutdown } from './shutdown/service.ts'
import { backgroundWork } from './sweeper/background/service.ts'
import { sweeper, type Sweeper } from './sweeper/service.ts'
import type { Line, Outbound, Render, Texts, Wakes } from './telephony/provider.ts'
import { twilioRoutes, type KeptEvent } from './telephony/twilio/routes.ts'
import { lookAgainUrl, twiml } from './telephony/twilio/twiml.ts'
import { findLineType } from './telephony/twilio/lookups/client.ts'
import { textStatusUrl } from './telephony/twilio/messages/urls.ts'
import { tellOfArrival } from './tellings/arrivals/store.ts'
import { tellingCalls } from './tellings/calls/store.ts'
import { tellingJobs } from './tellings/jobs.ts'
import { rehearsalReader } from './tellings/rehearsal/service.ts'
import { tellingRoutes } from './tellings/routes.ts'
import { tellingService } from './tellings/service.ts'
import { tellOfTop } from './tellings/store.ts'
import { outboundUrl } from './telephony/twilio/outbound/twiml.ts'
import { callerBackUrl, holdUrl, roomUrl, type RoomPath } from './telephony/twilio/rooms/twiml.ts'
import { wakeUrl } from './telephony/twilio/wakes/twiml.ts'
import { openSharedClock, openSystemClock } from './time/store.ts'

export type AppOptions = {
  config: Pick<Config, 'dataDir' | 'flowsDir' | 'publicUrl' | 'trustProxy' | 'redisUrl' | 'roles' | 'host' | 'port'> &
    Partial<Pick<Config, 'flowHosts' | 'publicOrigins' | 'textLimits' | 'mail'>>
  database: Database
  account: TwilioAccount
  /** Present when the phone simulator carries the calls; then time can be moved, and the page has a phone. */
  simulator?: SimulatorAddress
  /** Present when the local mailbox takes the e-mails: then the page shows them. */
  mailbox?: MailboxAddress
  pageDir: string
  version: string
  log: FastifyBaseLogger
}

/** How many requests of flows are under way at once in a process. */
const MOST_REQUESTS = 4
/** How often the deadlines of cases are looked at. */
const DEADLINE_SECONDS = 5

/** Of the planner: one searches, the other proves. */
const PLANNER_THREADS = 2

/** Of the simulator, which has no account; Twilio's says how many it places. */
const SIMULATED_CALLS_PER_SECOND = 50

export type RunningApp = Awaited<ReturnType<typeof startApp>>

/** Puts the parts together and starts them. `stop` closes everything that lives, in the order that loses nothing. */
export async function startApp(options: AppOptions) {
  const opened = shutdownList({ log: options.log })
  try {
    return await putTogether(options, opened)
  } catch (error) {
    await opened.run()
    throw error
  }
}

async function putTogether({ config, database, account, simulator, mailbox, pageDir, version, log }: AppOptions, opened: Shutdown) {
  let publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`
  let sweeps: Sweeper | undefined
  let deadlineSweeps: Sweeper | undefined
  const time = simulator ? await openSharedClock({ database, onMove: () => [sweeps, deadlineSweeps].forEach((each) => each?.now()) }) : openSystemClock()
  opened.add('clock', time.stop)
  const { clock } = time
  const announcer = callAnnouncer({ pool: database.linePool })
  opened.add('announcer', announcer.stop)
  const { announce } = announcer
  const flows = await openFlowLibrary({ database, clock, dir: resolve(config.flowsDir), log })
  opened.add('flows', flows.stop)
  const queue = await openQueue({
    redisUrl: config.redisUrl,
    databaseUrl: database.url,
    onError: (err) => log.warn({ err }, 'the queue had trouble; the sweeper helps out'),
  })
  opened.add('queue', queue.close)
  const turns = callPace({ pool: database.linePool, callsPerSecond: account.callsPerSecond ?? SIMULATED_CALLS_PER_SECOND, log })
  const provider = lazily(async () => (await import('./telephony/twilio/client.ts')).twilioClient(account, turns)) // a fifth of a second to load
  const spool = spoolFile(resolve(config.dataDir, 'spool'), isItemsFault)
  const store = callStore({ pool: database.linePool })
  const people = peopleService({ database, clock })
  let company = await database.prisma.company.findFirst()
  const answers = lineAnswers({ database })
  const line = callService({
    store,
    flows: currentFlows(flows),
    defaultLanguage: () => company?.language ?? 'en',
    find: answers.find,
    wake: queue.wake,
    announce,
    log,
  })
  const hasMail = config.mail !== undefined
  const jobs = callJobs({ database, clock, announce, log, ...(config.textLimits && { textLimits: config.textLimits }) })
  /** Calls that we place by ourselves: what is said in them, and what follows. */
  const purposes: CallPurposes = {
    ...callbackCalls({ settle }),
    message: messageCalls(),
    survey: surveyCalls(),
    telling: tellingCalls({ companyName: () => company?.name ?? '' }),
  }
  const outside = backgroundWork({
    parts: {
      wakes: wakeJobs({
        database,
        clock,
        provider,
        urls: ({ id, language }) => ({
          asks: wakeUrl(publicUrl, 'ask', { attempt: id, lang: language }),
          status: wakeUrl(publicUrl, 'status', { attempt: id, lang: language }),
        }),
        announce,
        log,
      }),
      outbound: outboundJobs({
        database,
        clock,
        provider,
        purposes,
        urls: ({ id, language }) => ({
          asks: outboundUrl(publicUrl, 'ask', { call: id, lang: language }),
          again: outboundUrl(publicUrl, 'ask', { call: id, lang: language, step: 'again' }),
          status: outboundUrl(publicUrl, 'status', { call: id, lang: language }),
          who: outboundUrl(publicUrl, 'who', { call: id, lang: language }),
        }),
        announce,
        log,
      }),
      tellings: tellingJobs({ database, clock, wake: queue.wake }),
      texts: textJobs({ database, clock, provider, statusUrl: (id) => textStatusUrl(publicUrl, id), announce, log }),
      emails: emailJobs({ database, clock, send: config.mail && mailClient(config.mail), ended: settleEmail, log }),
      recordings: recordingEraser({ database, clock, provider, log }),
      requests: { ...requestJobs({ database, clock, hosts: config.flowHosts ?? new Map(), announce, wake: queue.wake, log }), atOnce: MOST_REQUESTS },
    },
    during: time.during,
    log,
  })
  const callbackDispatcher = dispatcher({
    database,
    clock,
    zone: () => company?.zone ?? 'UTC',
    wake: outside.look,
    reserve,
    nudge: async ({ sid, turn, language }) => (await provider()).redirectLeg(sid, lookAgainUrl(publicUrl, { turn, language })),
    during: time.during,
    log,
  })
  const wakes = wakeService({ database, companyName: () => company?.name ?? '', wake: queue.wake, announce })
  const outbound = outboundService({ database, purposes, wake: queue.wake, announce })
  /** How staff hear of shifts that look for somebody. */
  const shiftTelling = { text: addStaffText, linkOf: (token: string) => `${publicUrl}/shift-offer/${token}` }
  const shiftOffers = offerService({ database, clock, telling: shiftTelling })
  const texts = textService({ database, announce, wake: queue.wake, answerOffer: shiftOffers.answerByText })
  const messages = deliveryJobs({ database, clock, options: { hasMail, textLimits: config.textLimits ?? TEXT_LIMITS }, log })
  const work = async (): Promise<void> => {
    await jobs.performDue().finally(() => messages.performDue().finally(outside.look))
  }
  const onMoved: OnMoved = async (tx, moved) => {
    await planMessage(tx, moved)
    if (moved.kind !== 'climbed') return
    await tellOfArrival(tx, moved.caseId, moved.at)
    await tellOfTop(tx, moved.caseId, moved.at)
    setTimeout(queue.wake, 100).unref() // after the commit; else the sweeper finds it
  }
  const metrics = httpMetrics()
  const pyramid = pyramidMetrics(metrics.registry, () => heartbeatAge(database.linePool, new Date()))
  const render: Render = (instructions, next) => twiml(instructions, { baseUrl: publicUrl, answerTurn: next.turn, language: next.language })

  const roomParts: RoomOptions = {
    database,
    clock,
    provider,
    urls: {
      member: ({ id, language }) => {
        const url = (path: RoomPath): string => roomUrl(publicUrl, path, { member: id, lang: language })
        return { enters: url('enter'), asks: url('ask'), status: url('status') }
      },
      hold: (language) => holdUrl(publicUrl, language),
      callerBack: (caller) => callerBackUrl(publicUrl, caller),
    },
    announce,
    log,
  }
  const rooms = roomService(roomParts)
  const acts = actService({ ...roomParts, rooms })
  const requests = requestSweep({ database, clock, telling: shiftTelling })
  const isWeb = config.roles.includes('web')
  const isWorker = config.roles.includes('worker')
  const planner = planRunner({ database, clock, solve, explain: conflictOf, threads: PLANNER_THREADS, log })
  sweeps = sweeper({
    database,
    clockVersion: time.version,
    log,
    tasks: [
      {
        name: 'company',
        run: async () => {
          company = await database.prisma.company.findFirst()
        },
      }, // `init` may run beside us
      { name: 'flows', run: flows.refresh }, // another process may have published
      ...(isWorker
        ? [
            { name: 'outbox', run: work },
            { name: 'roster watch', run: rosterWatch({ database, clock }).sweep },
            { name: 'worked time', run: payWatch({ database, clock }).sweep },
            { name: 'shift offers', run: () => requests.sweep().finally(outside.look) },
            { name: 'rooms', run: rooms.sweep },
            { name: 'quiet calls', run: quietCalls({ store, provider, line, clock, log }).sweep },
          ]
        : []),
    ],
  })

  const due = deadlines({ database, clock, onTop: tellOfTop, onMoved: planMessage, observeLateness: pyramid.observeLateness, log })
  const callbackTimeSweep = callbackSweep({
    database,
    clock,
    notices: { hasMail, textLimits: config.textLimits ?? TEXT_LIMITS, linkOf: (token) => `${publicUrl}/callback/${token}`, reserve },
    wake: queue.wake,
    log,
  })
  deadlineSweeps = isWorker
    ? sweeper({
        name: 'deadlines sweeper',
        database,
        clockVersion: time.version,
        everySeconds: DEADLINE_SECONDS,
        log,
        tasks: [
          { name: 'deadlines', run: () => due.sweep().finally(outside.look) },
          { name: 'callback times', run: callbackTimeSweep.sweep },
          { name: 'callback dispatcher', run: callbackDispatcher.sweep },
          { name: 'callback breaker', run: breakerWatch({ database, clock }).sweep },
          { name: 'planner', run: planner.look },
        ],
      })
    : undefined
  const auditPool = auditorPool(database.url)
  opened.add('auditor connection', async () => auditPool.end())
  const audits = auditor({ database, pool: auditPool, clock, onAlarm: pyramid.onAlarm, log })

  const pointNumber = async (number: string) =>
    (await provider()).pointNumber(number, {
      voice: `${publicUrl}/webhooks/twilio/voice`,
      fallback: `${publicUrl}/webhooks/twilio/fallback`,
      status: `${publicUrl}/webhooks/twilio/status`,
      sms: `${publicUrl}/webhooks/twilio/messages`,
    })
  const signIns = signInService({ database, clock })
  const links = linkService({ database, clock, baseUrl: () => publicUrl })
  const apiKeys = apiKeyService({ database, clock })
  const numbers = numbersService({
    database,
    clock,
    listFlows: flows.list,
    pointNumber: async (number) => {
      if (simulator) await pointNumber(number)
    },
  })
  const flowEditor = flowService({
    database,
    library: flows,
    dir: resolve(config.flowsDir),
    listNumbers: () => database.prisma.phoneNumber.findMany({ orderBy: { number: 'asc' } }),
    listSkills: () => listSkillsOnDuty(database, clock.now().toJSDate()),
    now: () => clock.now().toJSDate(),
  })
  const hub = liveHub({ connectionUrl: database.url, clock, log, isCurrent: signIns.isCurrent })
  const calls = callLog({ database, clock, announce })
  const cases = caseReader({ database, clock })
  const moves = moveService({ database, clock, onMoved, onTop: tellOfTop, waiting: { hold: holdCallbacksOf, end: endCallbacksOf } })
  const openCases: OpenCases = async (of) => {
    const filter = 'ownerId' in of ? { owner: of.ownerId } : of
    return (await cases.listCases({ status: 'open', sort: 'score', limit: 50, offset: 0, ...filter }, null)).cases
  }
  const forms = formService({ database, clock, move: moves.moveIn })
  const keepEvent = async (event: KeptEvent) => spool.keep(event)

  const callbackTimes = callbackWindows({ database, clock })
  const publicParts = { database, clock, windows: callbackTimes, wake: queue.wake }
  const publicLinks = callbackLinks(publicParts)
  const publicAsks = publicCallbacks({
    ...publicParts,
    guard: guard({ database, zone: () => company?.zone ?? 'UTC', lookUp: (number) => findLineType(account, number), log }),
    textLimits: config.textLimits ?? TEXT_LIMITS,
  })

  const routes: RoutePlugin[] = [
    twilioRoutes({
      authTokens: account.authTokens,
      accountSid: account.accountSid,
      publicUrl: () => publicUrl,
      line,
      wakes,
      outbound,
      texts,
      rooms,
      render,
      keep: keepEvent,
      now: () => clock.now().toJSDate().toISOString(),
      words: {
        moment: (language) => emergencyWords('moment', language ?? company?.language),
        leaveMessage: (language) => emergencyWords('leaveMessage', language),
        thanks: (language) => emergencyWords('thanks', language),
        outboundOver: (language) => outboundOverWords(language ?? company?.language),
        ...heldWords((language) => language ?? company?.language),
        ...emergencyWakeWords((language) => language ?? company?.language),
      },
    }),
    signInRoutes({ signIns, people, clock, publicUrl: config.publicUrl, hasPhone: simulator !== undefined }),
    linkRoutes({ links, publicUrl: config.publicUrl }),
    peopleRoutes({ people }),
    apiKeyRoutes({ apiKeys }),
    numbersRoutes({ numbers }),
    flowRoutes({ flows: flowEditor, outcomeOf: outcomeOfTranscript }),
    notificationRoutes({ notifications: notificationService({ database, clock }) }),
    rosterPartsRoutes({ parts: rosterPartsService({ database }) }),
    houseRoutes({ house: houseService({ database }) }),
    holidayRoutes({ holidays: holidayService({ database, clock }) }),
    workerRoutes({ workers: workerService({ database }) }),
    leaveRoutes({ leaves: leaveService({ database, clock }) }),
    feedRoutes({ feeds: feedService({ database, clock, baseUrl: () => publicUrl }) }),
    myShiftsRoutes({ getMyShifts: myShiftsReader({ database, clock }) }),
    callLogRoutes({ calls }),
    transcriptRoutes({ transcriptOf: async (sid) => transcriptOfCall(database, sid) }),
    offerRoutes({ readOffers: offerReader(database) }),
    callbackRoutes({
      reader: callbackReader({ database, clock }),
      acts: callbackActs({ database, clock, windows: callbackTimes }),
      make: callbackMaker({ database, clock, windows: callbackTimes }),
      board: callbackBoardService({ database, clock }),
      windows: callbackTimes,
    }),
    publicCallbackRoutes({ callbacks: publicAsks, links: publicLinks }),
    callbackPages({ callbacks: publicAsks, links: publicLinks }),
    incidentRoutes({ incidents: incidentService({ database, clock }) }),
    directoryRoutes({ directory: directoryService({ database, clock }) }),
    customerRoutes({
      customers: customerRecords({ database, clock }),
      contacts: customerContacts({ database, clock }),
      merges: customerMerges({ database, clock }),
      getTimeline: customerTimeline({ database }),
      noteReading: readingNotes({ database, clock }),
    }),
    searchRoutes(recordSearch({ database })),
    tellingRoutes({ tellings: tellingService({ database, clock }), rehearse: rehearsalReader({ database, clock }) }),
    caseRoutes({ reader: cases, intake: intakeService({ database, clock, onTop: tellOfTop }), moves, readPyramid: pyramidReader({ database, clock }) }),
    writtenRoutes({ written: writtenService({ database, clock, hasMail, wake: queue.wake }), getCase: cases.getCase }),
    askRoutes({ reader: cases, asks: askService({ database, clock }), promises: promiseService({ database, clock, onMoved }) }),
    deskRoutes({
      desks: deskService({ database, clock, readPop: popReader({ database, clock, openCases }), forms, openCases, isPhoneInPage: simulator !== undefined }),
      forms,
      acts,
      calls: callNowService({ database, clock, wake: queue.wake }),
    }),
    handoverRoutes({ handovers: handoverService({ database, clock }) }),
    presenceRoutes({ presences: presenceService({ database, clock }) }),
    onShiftRoutes({ onShift: onShift({ database, clock }) }),
    rosterRoutes({ roster: rosterService({ database, clock }) }),
    planRoutes({ plans: planService({ database, clock, wake: () => void (isWorker && planner.look()) }) }),
    fairnessRoutes({ readFairness: fairnessReader({ database }) }),
    demandRoutes({ demand: demandService({ database, clock, wishOf: wishOfStep(flows) }) }),
    adviceRoutes({ advice: adviceService({ database, clock }) }),
    wishRoutes({ wishes: wishService({ database, clock }) }),
    leaveRequestRoutes({ requests: leaveRequestService({ database, clock }) }),
    shiftOfferRoutes({ offers: shiftOffers }),
    repairRoutes({ database, clock }),
    offerLinkRoutes({ offers: shiftOffers }),
    payRoutes({
      pay: payService({ database }),
      closing: payClosing({ database, clock }),
      times: workedTimeService({ database, clock }),
      packs: payPackService({ database, clock }),
      preview: payPreviewer({ database }),
    }),
    departureRoutes({ departures: departureService({ database, clock, onTop: tellOfTop }) }),
    auditRoutes({ listAudit: auditReader(database) }),
    recordingRoutes({ recordings: recordingService({ database, clock, provider, wake: queue.wake }) }),
    blockedNumberRoutes({ blocked: blockedNumbers({ database, clock, onBlocked: endBlocked }) }),
    importRoutes({ importTable: importService({ database, clock }) }),
    reportRoutes({ reports: reportService({ database, clock }) }),
    ruleRoutes({ rules: ruleService({ database, clock }) }),
    liveRoutes(hub),
    ...(simulator ? [phoneRoutes({ control: phoneControl(simulator), numberOf: async (id) => (await people.getPerson(id)).phone })] : []),
    ...(mailbox ? [mailboxRoutes({ listMails: mailboxReader(mailbox) })] : []),
  ]
  const checks = {
    database: async () => database.linePool.query('select 1'),
    queue: queue.check,
    ...(simulator && { telephony: async () => fetch(`${simulator.url}/livez`, { signal: AbortSignal.timeout(1_000) }) }),
    flows: async () => {
      if (flows.list().length === 0) throw new Error('no flow can be used')
    },
    deadlines: async () => {
      const ageSeconds = await heartbeatAge(database.linePool, new Date())
      const isLate = ageSeconds === undefined || ageSeconds > HEARTBEAT_SECONDS
      return { ...(ageSeconds !== undefined && { ageSeconds }), ...(isLate && { problem: 'the sweeper of the deadlines gives no sign of life' }) }
    },
  }
  addProcessMetrics(metrics.registry)
  const server: Server = await buildServer({ config, log, authenticator: signIns, checks, routes, pageDir, version, metrics })

  return {
    server,
    clock,
    links,
    apiKeys,
    people,
    numbers,
    calls,
    flows,
    provider,
    pointNumber,
    line,
    isWeb,
    publicUrl: () => publicUrl,
    /** Takes calls. Resolves with the URL at which it listens. */
    listen: async (): Promise<string> => {
      opened.add('work outside', outside.stop)
      opened.add('planner', planner.stop)
      opened.add('callback dispatcher', callbackDispatcher.stop)
      opened.add('sweeper', () => sweeps?.stop())
      opened.add('deadlines', () => deadlineSweeps?.stop())
      opened.add('auditor', audits.stop)
      if (isWeb) {
        opened.add('spool', spoolReader({ spool, take: (entry) => takeIn({ line, wakes, outbound, texts }, entry as KeptEvent, render), log }))
        opened.add('server', () => closeServer(server))
        await answers.warm(clock.now())
        const address = await server.app.listen({ host: config.host, port: config.port })
        publicUrl = config.publicUrl ?? address
        opened.add('live feed', hub.stop)
        hub.start()
      }
      // Not before it is sure that this program runs: one that finds its port taken must not send anything.
      if (isWorker) {
        queue.onWake(work)
        callbackDispatcher.start()
      }
      sweeps?.start()
      deadlineSweeps?.start()
      audits.start()
      return publicUrl
    },
    stop: opened.run,
  }
}

/** Answers what is under way; a connection that says nothing (a browser opens some to be quick) is cut after two seconds. */
async function closeServer({ app }: Server): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), 2_000)
  await app.close()
  clearTimeout(cut)
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** Whom a step of a flow asks for, as the flow stood then. */
function wishOfStep(flows: Awaited<ReturnType<typeof openFlowLibrary>>) {
  return async (flow: string, version: string, id: string): Promise<StepWish | undefined> => {
    const step = (await flows.ofVersion(flow, version))?.steps.get(id)
    if (step === undefined || !('wanted' in step)) return undefined
    return { skill: step.wanted.skill, level: 'level' in step.wanted ? step.wanted.level : null }
  }
}

function currentFlows(flows: Awaited<ReturnType<typeof openFlowLibrary>>) {
  return { current: flows.current, ofVersion: flows.ofVersion }
}

/** An event that was kept in a file. Its answer is stored for the caller's next try of the same turn. */
async function takeIn(
  { line, wakes, outbound, texts }: { line: Line; wakes: Wakes; outbound: Outbound; texts: Texts },
  event: KeptEvent,
  render: Render,
): Promise<void> {
  switch (event.kind) {
    case 'voice':
      return void (await line.answer(event.request, render))
    case 'status':
      return line.report(event.request)
    case 'accept':
      return line.accept(event.request)
    case 'wake':
      return void (await wakes.answer(event.request))
    case 'wakeReport':
      return wakes.report(event.request)
    case 'outbound':
      return void (await outbound.answer(event.request))
    case 'outboundReport':
      return outbound.report(event.request)
    case 'textReport':
      return texts.report(event.request)
    case 'text':
      return texts.receive(event.request)
  }
}
