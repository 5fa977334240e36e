import { afterAll, beforeAll, expect, test } from 'vitest'
import { LINE, MARTA, recordOf, startLine, type TestLine } from '../support/line.ts'
import { timePasses } from '../support/phones.ts'
import { callByHand } from '../support/webhooks.ts'

let line: TestLine
beforeAll(async () => {
  line = await startLine()
})
afterAll(async () => {
  await line.stop()
})

const FALLBACK = '/webhooks/twilio/fallback'
const failed = (query: string) => ({ ErrorCode: '11205', ErrorUrl: `${line.url}/webhooks/twilio/voice${query}` })
const redirectIn = (twiml: string): string => {
  const [, target = ''] = /<Redirect>(.*?)<\/Redirect>/.exec(twiml) ?? []
  return target.replaceAll('&amp;', '&').replace(line.url, '').replace(/#.*/, '')
}

test('Twilio could not reach the voice URL: the fallback takes the caller back to where he was, with the key that he pressed', async () => {
  const call = callByHand(line, MARTA, LINE)
  await call.begins()
  const answer = await call.post(FALLBACK, { ...failed('?turn=1&on=gather&lang=en'), Digits: '2' })
  expect(answer.body).toContain('One moment, please.')
  const next = await call.post(redirectIn(answer.body), {})
  expect(next.body).toContain('six digits of your contract number')
  await call.hasEnded()
  await timePasses(line.simulator, 1)
  const { steps } = await recordOf(line, call.sid)
  expect(steps.filter(({ kind }) => kind === 'pressed')).toMatchObject([{ detail: { digits: '2' } }])
})

test('it fails again and again: he can leave a message', async () => {
  const call = callByHand(line, MARTA, LINE)
  let { body } = await call.post(FALLBACK, failed(''))
  for (let times = 0; times < 3; times += 1) body = (await call.post(FALLBACK, failed(redirectIn(body).replace('/webhooks/twilio/voice', '')))).body
  expect(body).toContain('One moment, please.')
  body = (await call.post(FALLBACK, failed(redirectIn(body).replace('/webhooks/twilio/voice', '')))).body
  expect(body).toMatch(/our system is having trouble.*<Record/)
})

test('a page that is none of ours failed: he can leave a message, which becomes a case', async () => {
  const call = callByHand(line, MARTA, LINE)
  const { body } = await call.post(FALLBACK, { ErrorCode: '11200', ErrorUrl: 'https://elsewhere.example/twiml' })
  const [, action = ''] = /<Record action="(.*?)"/.exec(body) ?? []
  const path = action.replaceAll('&amp;', '&').replace(line.url, '').replace(/#.*/, '')
  await call.post(path, { RecordingSid: 'RE0123456789abcdef0123456789abcdef', RecordingUrl: 'https://api.example/r', RecordingDuration: '9' })
  await call.hasEnded()
  await timePasses(line.simulator, 1)
  expect(await recordOf(line, call.sid)).toMatchObject({
    outcome: 'voicemail',
    cases: [{ severity: 'high', custodies: [{ toAt: null }] }],
    recordings: [{ seconds: 9 }],
  })
})
