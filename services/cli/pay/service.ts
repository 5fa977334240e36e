import { explain } from '../../pay-rules/explain.ts'
import { payOf } from '../../pay-rules/pay.ts'
import { oneOf, type PayOptions, wantedPay } from './wanted.ts'

/** Prints what one stretch of work is paid: in words, or as JSON. */
export function payFor(options: PayOptions): number {
  const language = oneOf('--language', options.language, ['en', 'ru'] as const)
  const input = wantedPay(options)
  const result = payOf(input)
  if (!options.json) {
    process.stdout.write(`${explain(input, result, language).join('\n')}\n`)
    return 0
  }
  const { worked, night, sunday, holiday, overtime, base, premiums, total, currency, lines } = result
  process.stdout.write(`${JSON.stringify({ worked, night, sunday, holiday, overtime, pay: { base, premiums, total, currency }, lines })}\n`)
  return 0
}
