import type { TwilioAccount } from '../../config.ts'
import type { Carrier } from '../carrier.ts'
import type { TelephonyProvider } from '../provider.ts'
import { findLineType } from './lookups/client.ts'
import { textStatusUrl } from './messages/urls.ts'
import { outboundUrl } from './outbound/twiml.ts'
import { callerBackUrl, holdUrl, roomUrl, type RoomPath } from './rooms/twiml.ts'
import { lookAgainUrl, twiml } from './twiml.ts'
import { wakeUrl } from './wakes/twiml.ts'

/** `publicUrl` is asked each time: the port may be known only when the program listens. `takeTurn` keeps the pace at which calls may be placed. */
export function twilioCarrier({ account, publicUrl, takeTurn }: { account: TwilioAccount; publicUrl: () => string; takeTurn: () => Promise<number> }): Carrier {
  let loaded: Promise<TelephonyProvider> | undefined
  const provider = () => (loaded ??= import('./client.ts').then(({ twilioClient }) => twilioClient(account, takeTurn)))
  return {
    provider,
    render: (instructions, next) => twiml(instructions, { baseUrl: publicUrl(), answerTurn: next.turn, language: next.language }),
    findLineType: (number) => findLineType(account, number),
    pointNumber: async (number) => {
      const webhook = (name: string): string => `${publicUrl()}/webhooks/twilio/${name}`
      return (await provider()).pointNumber(number, {
        voice: webhook('voice'),
        fallback: webhook('fallback'),
        status: webhook('status'),
        sms: webhook('messages'),
      })
    },
    urls: {
      wake: ({ id, language }) => {
        const url = (path: 'ask' | 'status'): string => wakeUrl(publicUrl(), path, { attempt: id, lang: language })
        return { asks: url('ask'), status: url('status') }
      },
      outbound: ({ id, language }) => {
        const url = (path: 'ask' | 'status' | 'who', step?: string): string =>
          outboundUrl(publicUrl(), path, { call: id, lang: language, ...(step !== undefined && { step }) })
        return { asks: url('ask'), again: url('ask', 'again'), status: url('status'), who: url('who') }
      },
      room: {
        member: ({ id, language }) => {
          const url = (path: RoomPath): string => roomUrl(publicUrl(), path, { member: id, lang: language })
          return { enters: url('enter'), asks: url('ask'), status: url('status') }
        },
        hold: (language) => holdUrl(publicUrl(), language),
        callerBack: (caller) => callerBackUrl(publicUrl(), caller),
      },
      textStatus: (id) => textStatusUrl(publicUrl(), id),
      lookAgain: (caller) => lookAgainUrl(publicUrl(), caller),
    },
  }
}
