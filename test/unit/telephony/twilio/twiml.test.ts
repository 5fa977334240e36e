import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import type { CallInstruction } from '../../../../services/telephony/provider.ts'
import { STATUS_RETRIES, VOICE_RETRIES } from '../../../../services/telephony/twilio/retries.ts'
import {
  actionUrl,
  farewellTwiml,
  leaveMessageTwiml,
  putOffTwiml,
  screenedTwiml,
  screenTwiml,
  twiml,
  type Links,
} from '../../../../services/telephony/twilio/twiml.ts'

const links: Links = { baseUrl: 'https://line.example', answerTurn: 4, language: 'en' }
const XML = '<?xml version="1.0" encoding="UTF-8"?>'
const amp = (text: string): string => text.replaceAll('&', '&amp;')
const url = (on: string): string => `https://line.example/webhooks/twilio/voice?turn=4&amp;on=${on}&amp;lang=en${amp(VOICE_RETRIES)}`
const STATUS = `https://line.example/webhooks/twilio/status${amp(STATUS_RETRIES)}`
const say = (text: string, language = 'en'): CallInstruction & { verb: 'say' } => ({ verb: 'say', text, language })
const body = (...instructions: CallInstruction[]): string => twiml(instructions, links).replace(`${XML}<Response>`, '').replace('</Response>', '')

describe('twiml', () => {
  it.each<[string, CallInstruction, string]>([
    ['say', say('Hello.'), '<Say language="en-GB">Hello.</Say>'],
    ['say in Russian', say('Здравствуйте.', 'ru'), '<Say language="ru-RU">Здравствуйте.</Say>'],
    ['say in a language without a voice of ours', say('Hallo', 'nl'), '<Say language="nl">Hallo</Say>'],
    ['say slowly', { ...say('Hello.'), pace: 'slow' }, '<Say voice="Polly.Amy" language="en-GB"><prosody rate="85%">Hello.</prosody></Say>'],
    ['say fast', { ...say('Да & нет', 'ru'), pace: 'fast' }, '<Say voice="Polly.Tatyana" language="ru-RU"><prosody rate="115%">Да &amp; нет</prosody></Say>'],
    ['say slowly without a voice that can', { ...say('Hallo', 'nl'), pace: 'slow' }, '<Say language="nl">Hallo</Say>'],
    ['play', { verb: 'play', url: 'https://x.example/a.mp3?b=1&c=2' }, '<Play>https://x.example/a.mp3?b=1&amp;c=2</Play>'],
    ['pause', { verb: 'pause', seconds: 2 }, '<Pause length="2"/>'],
    [
      'gather keys',
      { verb: 'gather', accepts: ['keys'], prompts: [say('Press 1.')], language: 'en', timeoutSeconds: 5, maxDigits: 1 },
      `<Gather input="dtmf" action="${url('gather')}" timeout="5" actionOnEmptyResult="true" finishOnKey="" numDigits="1"><Say language="en-GB">Press 1.</Say></Gather>`,
    ],
    [
      'gather keys and speech',
      { verb: 'gather', accepts: ['keys', 'speech'], prompts: [], language: 'ru', timeoutSeconds: 7, finishOnKey: '#', hints: ['да', 'нет'] },
      `<Gather input="dtmf speech" action="${url('gather')}" timeout="7" actionOnEmptyResult="true" finishOnKey="#" language="ru-RU" speechTimeout="auto" hints="да, нет"/>`,
    ],
    [
      'dial',
      { verb: 'dial', numbers: ['+493023125901', '+493023125902'], timeoutSeconds: 20 },
      `<Dial action="${url('dial')}" timeout="20" timeLimit="3600" answerOnBridge="true">${['+493023125901', '+493023125902']
        .map((number) => `<Number statusCallback="${STATUS}" statusCallbackEvent="initiated ringing answered completed">${number}</Number>`)
        .join('')}</Dial>`,
    ],
    [
      'dial with a screen',
      { verb: 'dial', numbers: ['+493023125901'], timeoutSeconds: 20, screen: { text: 'Press 1 & talk', language: 'en' } },
      `<Dial action="${url('dial')}" timeout="20" answerOnBridge="true"><Number statusCallback="${STATUS}" statusCallbackEvent="initiated ringing answered completed" url="https://line.example/webhooks/twilio/screen/ask?lang=en&amp;text=Press+1+%26+talk${amp(VOICE_RETRIES)}">+493023125901</Number></Dial>`,
    ],
    [
      'dial a SIP address and a program',
      { verb: 'dial', numbers: ['sip:alice@pbx.example?x=1&y=<2>', 'client:alice'], timeoutSeconds: 30 },
      `<Dial action="${url('dial')}" timeout="30" timeLimit="3600" answerOnBridge="true"><Sip statusCallback="${STATUS}" statusCallbackEvent="initiated ringing answered completed">sip:alice@pbx.example?x=1&amp;y=&lt;2&gt;</Sip><Client statusCallback="${STATUS}" statusCallbackEvent="initiated ringing answered completed">alice</Client></Dial>`,
    ],
    [
      'gather with a pause: what is heard while he holds',
      { verb: 'gather', accepts: ['keys'], prompts: [say('Hold.'), { verb: 'pause', seconds: 20 }], language: 'en', timeoutSeconds: 1, maxDigits: 1 },
      `<Gather input="dtmf" action="${url('gather')}" timeout="1" actionOnEmptyResult="true" finishOnKey="" numDigits="1"><Say language="en-GB">Hold.</Say><Pause length="20"/></Gather>`,
    ],
    [
      'record',
      { verb: 'record', maxSeconds: 120, silenceSeconds: 5, finishOnKey: '#' },
      `<Record action="${url('record')}" maxLength="120" timeout="5" finishOnKey="#" playBeep="true"/><Redirect>${url('record')}</Redirect>`,
    ],
    ['continue', { verb: 'continue' }, `<Redirect>${url('continue')}</Redirect>`],
    ['hang up', { verb: 'hangUp' }, '<Hangup/>'],
    ['reject', { verb: 'reject', reason: 'busy' }, '<Reject reason="busy"/>'],
  ])('%s', (_, instruction, expected) => expect(body(instruction)).toBe(expected))

  it('hangs up when there is nothing to do: a caller never hears silence', () => expect(twiml([], links)).toBe(`${XML}<Response><Hangup/></Response>`))

  it.each([
    ['<b>&"\'</b>', '&lt;b&gt;&amp;"\'&lt;/b&gt;'],
    [']]> <!-- -->', ']]&gt; &lt;!-- --&gt;'],
    ['a\u0000b\u0001c\u000Bd\uFFFEe\uD800f', 'abcdef'],
    ['line\nend\ttab', 'line\nend\ttab'],
    ['😀 и', '😀 и'],
  ])('escapes %j', (text, escaped) => expect(body(say(text))).toBe(`<Say language="en-GB">${escaped}</Say>`))

  it.each([' ', '', '\u0001\n'])('leaves out %j, which Twilio would warn of', (text) => expect(body(say(text), say('x'))).toBe('<Say language="en-GB">x</Say>'))

  it('escapes attributes', () => {
    const gather = body({ verb: 'gather', accepts: ['speech'], prompts: [], language: 'en', timeoutSeconds: 5, hints: ['a "quoted" <b> & c\u0002'] })
    expect(gather).toContain('hints="a &quot;quoted&quot; &lt;b> &amp; c"')
  })

  it('sends no more hints than Twilio takes', () => {
    const hints = Array.from({ length: 700 }, (_, n) => `w${n}`)
    expect(
      /hints="([^"]*)"/.exec(body({ verb: 'gather', accepts: ['speech'], prompts: [], language: 'en', timeoutSeconds: 5, hints }))?.[1]?.split(', '),
    ).toHaveLength(500)
  })

  it("says what Twilio's own builder says, verb by verb", () => {
    const response = new twilio.twiml.VoiceResponse()
    response.say({ language: 'en-GB' }, 'Hello & "hello"')
    response.say({ voice: 'Polly.Amy', language: 'en-GB' }, '').prosody({ rate: '85%' }, 'Slowly & <clearly>')
    response.play('https://x.example/a?b=1&c=2')
    response.pause({ length: 2 })
    response.record({ action: actionUrl(links, 'record'), maxLength: 120, timeout: 5, finishOnKey: '#', playBeep: true })
    response.redirect(actionUrl(links, 'record'))
    const dialled = response.dial({ action: actionUrl(links, 'dial'), timeout: 20, answerOnBridge: true })
    dialled.number(
      {
        statusCallback: `https://line.example/webhooks/twilio/status${STATUS_RETRIES}`,
        statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
        url: `https://line.example/webhooks/twilio/screen/ask?lang=en&text=%22+%3C%0A${VOICE_RETRIES}`,
      },
      '+493023125901',
    )
    const reported = { statusCallback: `https://line.example/webhooks/twilio/status${STATUS_RETRIES}` }
    const others = response.dial({ action: actionUrl(links, 'dial'), timeout: 30, timeLimit: 3600, answerOnBridge: true })
    others.sip({ ...reported, statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'] }, 'sip:alice@pbx.example?x=1&y=2')
    others.client({ ...reported, statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'] }, 'alice')
    response.redirect(actionUrl(links, 'continue'))
    response.hangup()
    response.reject({ reason: 'rejected' })
    expect(
      twiml(
        [
          say('Hello & "hello"'),
          { ...say('Slowly & <clearly>'), pace: 'slow' },
          { verb: 'play', url: 'https://x.example/a?b=1&c=2' },
          { verb: 'pause', seconds: 2 },
          { verb: 'record', maxSeconds: 120, silenceSeconds: 5, finishOnKey: '#' },
          { verb: 'dial', numbers: ['+493023125901'], timeoutSeconds: 20, screen: { text: '" <\n', language: 'en' } },
          { verb: 'dial', numbers: ['sip:alice@pbx.example?x=1&y=2', 'client:alice'], timeoutSeconds: 30 },
          { verb: 'continue' },
          { verb: 'hangUp' },
          { verb: 'reject', reason: 'rejected' },
        ],
        links,
      ),
    ).toBe(response.toString())
  })

  it("says what Twilio's own builder says to a question", () => {
    const response = new twilio.twiml.VoiceResponse()
    const gather = response.gather({
      input: ['dtmf', 'speech'],
      action: actionUrl(links, 'gather'),
      timeout: 5,
      actionOnEmptyResult: true,
      finishOnKey: '',
      numDigits: 6,
      language: 'en-GB',
      speechTimeout: 'auto',
      hints: 'one, "two" & <three>',
    })
    gather.say({ language: 'en-GB' }, 'Tom & "Olga" <Reuter>')
    gather.play('https://x.example/a?b=1&c=2')
    gather.pause({ length: 20 })
    gather.say({ voice: 'Polly.Amy', language: 'en-GB' }, '').prosody({ rate: '115%' }, 'Fast')
    expect(
      twiml(
        [
          {
            verb: 'gather',
            accepts: ['keys', 'speech'],
            prompts: [
              say('Tom & "Olga" <Reuter>'),
              { verb: 'play', url: 'https://x.example/a?b=1&c=2' },
              { verb: 'pause', seconds: 20 },
              { ...say('Fast'), pace: 'fast' },
            ],
            language: 'en',
            timeoutSeconds: 5,
            maxDigits: 6,
            hints: ['one', '"two" & <three>'],
          },
        ],
        links,
      ),
    ).toBe(response.toString())
  })
})

describe("Twilio's limits", () => {
  const saysOf = (xml: string): string[] => [...xml.matchAll(/<Say[^>]*>([^<]*)<\/Say>/g)].map(([, text]) => text ?? '')

  it.each([
    ['one Say up to 3000 letters', 'word '.repeat(599) + 'words', 1],
    ['two beyond', 'word '.repeat(600) + 'words', 2],
    ['Russian letters count six', 'слово '.repeat(140), 2],
    ['a word without an end', 'a'.repeat(7000), 3],
    ['signs that count twelve', '😀'.repeat(376), 2],
    ['half a sign', `${'a '.repeat(1500)}\uD800 b`, 2],
  ])('%s', (_, text, count) => {
    const says = saysOf(body(say(text)))
    expect(says).toHaveLength(count)
    expect(says.join('').replace(/\s/g, '')).toBe(text.toWellFormed().replace(/\s/g, ''))
    for (const said of says) expect([said.length <= 3000, encodeURIComponent(said).length <= 4500]).toEqual([true, true])
  })

  const long = (n: number): string => `${'&<ы '.repeat(n)}`
  const hints = Array.from({ length: 700 }, (_, n) => `${'ы'.repeat(90)} ${n}`)
  it.each<[string, CallInstruction[]]>([
    ['a question', [{ verb: 'gather', accepts: ['speech'], prompts: [say(long(20_000), 'ru')], hints, language: 'ru', timeoutSeconds: 5 }]],
    ['many sentences', [...Array.from({ length: 3000 }, () => say('Hello.')), { verb: 'hangUp' }]],
    [
      'sentences before a question',
      [say(long(20_000)), { verb: 'gather', accepts: ['keys'], prompts: [say(long(20_000))], language: 'ru', timeoutSeconds: 5 }],
    ],
    [
      'ten phones with a screen',
      [
        say(long(20_000)),
        { verb: 'dial', numbers: Array.from({ length: 10 }, (_, n) => `+49302312590${n}`), timeoutSeconds: 20, screen: { text: long(2000), language: 'ru' } },
      ],
    ],
  ])('never answers more than 64 kB, and what takes the line is in it: %s', (_, instructions) => {
    const answer = twiml(instructions, links)
    expect(Buffer.byteLength(answer)).toBeLessThan(65_536)
    expect(answer).toMatch(/(<\/Gather>|<\/Dial>|<Hangup\/>)<\/Response>$/)
    expect(answer).toContain('<Say')
  })

  it('leaves out the end of what is said, not the beginning', () => {
    const says = saysOf(body(...Array.from({ length: 3000 }, (_, n) => say(`Sentence ${n}.`))))
    expect(says.length).toBeGreaterThan(300)
    expect(says).toEqual(says.map((_, n) => `Sentence ${n}.`))
  })

  it('sends no hint that Twilio does not take', () => {
    const gather = body({ verb: 'gather', accepts: ['speech'], prompts: [], language: 'en', timeoutSeconds: 5, hints: ['a'.repeat(101), 'b'.repeat(100)] })
    expect(gather).toContain(`hints="${'b'.repeat(100)}"`)
  })
})

describe('answers that need nothing', () => {
  it('asks the called person before he is connected', () =>
    expect(screenTwiml({ text: 'Press 1.', language: 'ru' }, links)).toBe(
      `${XML}<Response><Gather input="dtmf" numDigits="1" timeout="8" action="https://line.example/webhooks/twilio/screen/accept?lang=ru&amp;text=Press+1.${amp(VOICE_RETRIES)}"><Say language="ru-RU">Press 1.</Say></Gather><Hangup/></Response>`,
    ))
  it.each([
    [true, `${XML}<Response/>`],
    [false, `${XML}<Response><Hangup/></Response>`],
  ])('screened, accepted: %s', (isAccepted, expected) => expect(screenedTwiml(isAccepted)).toBe(expected))
  it('puts a turn off and brings back what was entered', () =>
    expect(putOffTwiml('One moment.', links, { on: 'gather', turn: 4, count: 2, held: 'Digits=1%262' })).toBe(
      `${XML}<Response><Say language="en-GB">One moment.</Say><Pause length="2"/><Redirect>https://line.example/webhooks/twilio/voice?turn=4&amp;lang=en&amp;retry=2&amp;on=gather&amp;held=Digits%3D1%25262${amp(VOICE_RETRIES)}</Redirect></Response>`,
    ))
  it('takes a message', () =>
    expect(
      leaveMessageTwiml(
        [
          { text: 'Sorry.', language: 'en' },
          { text: 'Извините.', language: 'ru' },
        ],
        links,
      ),
    ).toBe(
      `${XML}<Response><Say language="en-GB">Sorry.</Say><Say language="ru-RU">Извините.</Say><Record action="${url('message')}" maxLength="120" timeout="5" playBeep="true" finishOnKey="#"/><Hangup/></Response>`,
    ))
  it('says a last word', () =>
    expect(farewellTwiml([{ text: 'Goodbye.', language: 'en' }])).toBe(`${XML}<Response><Say language="en-GB">Goodbye.</Say><Hangup/></Response>`))
})
