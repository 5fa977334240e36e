import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordAfter, reportsAFault } from '../support/callers.ts'
import { LINE, MARTA, startLine, type TestLine } from '../support/line.ts'
import { nothingElseRings, phone } from '../support/phones.ts'

let line: TestLine
beforeAll(async () => {
  line = await startLine()
})
afterAll(async () => {
  await line.stop()
})

test('the same call in Russian, chosen by key 8', async () => {
  const marta = phone(MARTA, line.simulator)
  await marta.dials(LINE)
  await marta.hears('Для русского языка нажмите 8.')
  await marta.presses('8')
  await marta.hears(/Чтобы поговорить с человеком/)
  await marta.presses('2')
  await marta.hears(/Введите шесть цифр номера договора/)
  await marta.presses('123456')
  await marta.hears(/1 2 3 4 5 6/)
  await marta.presses('1')
  const spoken = await marta.hears(/Номер вашего обращения/)
  await marta.hears(/за него отвечает Amira Haddad/)
  await marta.hears('Спасибо за звонок. До свидания.')
  await marta.hearsTheLineEnd()

  const call = await recordAfter(line, marta)
  expect(call).toMatchObject({ outcome: 'self-served', identity: 'confirmed', language: 'ru', customer: { name: 'Marta Nowak' } })
  expect(call.captured).toMatchObject([{ name: 'contract', value: '123456', isConfirmed: true }])
  const number = call.cases[0]?.number ?? ''
  expect(spoken.replace(/\D/g, '')).toBe(number + number) // said twice
  expect(call.cases).toMatchObject([{ custodies: [{ person: { name: 'Amira Haddad' }, toAt: null }] }])
  const afterKey8 = marta.heard.slice(marta.heard.findIndex((said) => said.startsWith('Чтобы поговорить')))
  expect(afterKey8.filter((said) => /[a-z]{4}/i.test(said) && !/For English|Amira Haddad/.test(said))).toEqual([])
  await nothingElseRings(line.simulator)
})

test('a customer whose language is Russian is greeted in it, and can change to English', async () => {
  const sergei = phone('+493023125201', line.simulator)
  await sergei.dials(LINE)
  await sergei.hears('Здравствуйте, Sergei Orlov. Это линия поддержки.')
  await sergei.presses('8')
  await sergei.hears(/To talk to a person, press 1/)
  const number = await reportsAFault(sergei, '204518')
  await sergei.hears('Thank you for your call. Goodbye.')
  await sergei.hearsTheLineEnd()
  expect(await recordAfter(line, sergei)).toMatchObject({ language: 'en', outcome: 'self-served', cases: [{ number }] })
  await nothingElseRings(line.simulator)
})
