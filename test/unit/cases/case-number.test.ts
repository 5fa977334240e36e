// `npm run proof -- case-numbers`: 1,000,000 numbers.
import { describe, expect, it } from 'vitest'
import { caseNumber, isCaseNumber } from '../../../services/cases/case-number.ts'

const COUNT = Number(process.env['PROOF_COUNT'] ?? 20_000)

describe('caseNumber', () => {
  it(`gives ${COUNT} cases numbers of their own, each right and of six digits or more`, { timeout: 600_000 }, () => {
    const numbers = new Set<string>()
    for (let n = 1; n <= COUNT; n += 1) {
      const number = caseNumber(n)
      if (!/^\d{6,}$/.test(number) || !isCaseNumber(number)) expect.fail(`${n}: ${number}`)
      numbers.add(number)
    }
    expect(numbers.size).toBe(COUNT)
  })

  it('has every single wrong digit and every swap of neighbours refused', { timeout: 600_000 }, () => {
    let [wrong, swapped] = [0, 0]
    const step = COUNT > 100_000 ? 97 : 11
    for (let n = 1; n <= COUNT; n += step) {
      const number = caseNumber(n)
      for (let at = 0; at < number.length; at += 1) {
        for (const digit of '0123456789') {
          if (digit === number[at]) continue
          wrong += 1
          if (isCaseNumber(number.slice(0, at) + digit + number.slice(at + 1))) expect.fail(`${number} with ${digit} at ${at}`)
        }
        const [one, next] = [number[at], number[at + 1]]
        if (next === undefined || one === next) continue
        swapped += 1
        if (isCaseNumber(number.slice(0, at) + next + one + number.slice(at + 2))) expect.fail(`${number} with ${at} swapped`)
      }
    }
    if (process.env['PROOF_COUNT']) console.log(`case-numbers: ${COUNT} numbers unique; ${wrong} wrong digits and ${swapped} swaps, all refused`)
  })
})

describe('isCaseNumber', () => {
  it.each([
    [caseNumber(1), true],
    [`${caseNumber(1).slice(0, 3)} ${caseNumber(1).slice(3)}`, true],
    [`${caseNumber(1).slice(0, 3)}-${caseNumber(1).slice(3)}`, true],
    ['', false],
    ['0', false],
    ['00000', false],
    ['12345a', false],
    ['１２３４５６', false],
  ])('%s: %s', (text, expected) => expect(isCaseNumber(text)).toBe(expected))
  it('knows the check digit of the paper: 572 -> 4', () => expect([isCaseNumber('0005724'), isCaseNumber('0005720')]).toEqual([true, false]))
})
