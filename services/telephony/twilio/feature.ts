import type { TwilioAccount } from '../../config.ts'
import type { Feature, Ground } from '../../feature.ts'
import { twilioRoutes, type KeptEvent, type TwilioRoutesOptions } from './routes.ts'

type Answers = Pick<TwilioRoutesOptions, 'line' | 'wakes' | 'outbound' | 'texts' | 'rooms' | 'words'>

/** The webhooks: who of the program answers what Twilio asks. `takeIn` does it for an event that was kept in a file meanwhile. */
export function twilioFeature(
  { clock, carrier: { render }, publicUrl }: Ground,
  { account, keep, ...answers }: Answers & { account: TwilioAccount; keep: TwilioRoutesOptions['keep'] },
): Feature & { takeIn: (entry: unknown) => Promise<void> } {
  const { authTokens, accountSid } = account
  const now = (): string => clock.now().toJSDate().toISOString()
  return {
    routes: [twilioRoutes({ ...answers, authTokens, accountSid, publicUrl, render, keep, now })],
    takeIn: (entry) => takeIn(answers, entry as KeptEvent, render), // as `keep` has got it
  }
}

/** Its answer is stored for the caller's next try of the same turn. */
async function takeIn({ line, wakes, outbound, texts }: Answers, event: KeptEvent, render: Ground['carrier']['render']): Promise<void> {
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
