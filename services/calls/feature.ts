import { resolve } from 'node:path'
import type { Feature, Ground } from '../feature.ts'
import { emergencyWords } from './emergency.ts'
import { spoolFile } from './files.ts'
import { callJobs } from './jobs.ts'
import { callLogRoutes } from './log/routes.ts'
import { callLog } from './log/store.ts'
import { offerRoutes } from './offers/routes.ts'
import { offerReader } from './offers/store.ts'
import { lineAnswers } from './questions/service.ts'
import { quietCalls } from './quiet/service.ts'
import { callService } from './service.ts'
import { spoolReader } from './spool/service.ts'
import { callStore, isItemsFault } from './store.ts'
import { outcomeOfTranscript } from './transcripts/outcome.ts'
import { transcriptRoutes } from './transcripts/routes.ts'
import { transcriptOfCall } from './transcripts/store.ts'
import { wakeJobs } from './wakes/jobs.ts'
import { wakeService } from './wakes/service.ts'
import { emergencyWakeWords } from './wakes/words.ts'

/** The line, from a call's first event to what is done after it; and the people on call who are woken. */
export function callFeature(ground: Ground) {
  const { config, database, clock, carrier, company, textLimits, wake, announce, log } = ground
  const { provider, urls } = carrier
  const companyName = (): string => company()?.name ?? ''
  const spool = spoolFile(resolve(config.dataDir, 'spool'), isItemsFault)
  const calls = callLog({ database, clock, announce })
  return {
    calls,
    ...lineOf(ground),
    wakes: wakeService({ database, companyName, wake, announce }),
    keep: spool.keep,
    /** Takes in what was kept; returns how to stop. */
    readSpool: (take: (entry: unknown) => Promise<void>) => spoolReader({ spool, take, log }),
    performDue: callJobs({ database, clock, announce, log, textLimits }).performDue,
    outcomeOf: outcomeOfTranscript,
    words: words(company),
    routes: [
      callLogRoutes({ calls }),
      transcriptRoutes({ transcriptOf: async (sid) => transcriptOfCall(database, sid) }),
      offerRoutes({ readOffers: offerReader(database) }),
    ],
    outside: { wakes: wakeJobs({ database, clock, provider, urls: urls.wake, announce, log }) },
  } satisfies Feature & Record<string, unknown>
}

/** `warm`: what flows ask for is read once before the first caller waits for it. */
function lineOf({ database, clock, carrier: { provider }, flows, company, wake, announce, log }: Ground) {
  const store = callStore({ pool: database.linePool })
  const { find, warm } = lineAnswers({ database })
  const { current, ofVersion } = flows
  const defaultLanguage = (): string => company()?.language ?? 'en'
  const line = callService({ store, flows: { current, ofVersion }, defaultLanguage, find, wake, announce, log })
  return {
    line,
    warm: () => warm(clock.now()),
    sweeps: [{ name: 'quiet calls', run: quietCalls({ store, provider, line, clock, log }).sweep }],
  }
}

/** What a caller hears when nothing else can be said. */
function words(company: Ground['company']) {
  const languageOf = (language?: string): string | undefined => language ?? company()?.language
  return {
    moment: (language?: string) => emergencyWords('moment', languageOf(language)),
    leaveMessage: (language?: string) => emergencyWords('leaveMessage', language),
    thanks: (language?: string) => emergencyWords('thanks', language),
    ...emergencyWakeWords(languageOf),
  }
}
