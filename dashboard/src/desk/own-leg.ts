import { phoneApi } from '../phone/phone-api.ts'

const LOOK_EVERY = 200
/** The line says its sentence first; who picks up has eight seconds to press 1. */
const LOOKS = 60

/** Picks up the phone in the page and takes the call: the line asks whoever picks up to press 1, so that no mailbox is joined with a caller. */
export const pickUp = async (legSid: string): Promise<void> => {
  await phoneApi.answerLeg(legSid)
  const never = new AbortController().signal
  for (let look = 0; look < LOOKS; look += 1) {
    const leg = await phoneApi.leg(legSid, never)
    if (leg.ended || leg.partner !== null || (leg.hearers ?? []).length > 0) return
    if (leg.waitingFor?.kind === 'gather') {
      await phoneApi.pressLeg(legSid, '1')
      return
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
  }
}
