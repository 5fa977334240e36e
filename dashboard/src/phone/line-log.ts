import type { WebhookLogRow } from '../api/line-types.ts'
import type { CallStep } from '../api/types.ts'

/** An exchange with the simulator and what our line decided in it; steps that no exchange brought (somebody was woken) stand alone. */
export type LogLine = { key: string; at: string; exchange: WebhookLogRow | null; steps: CallStep[] }

/** Joined by the turn of the caller's leg. Of repeats of one turn the first that was answered has the steps; the rest changed nothing. */
export const lineLog = (sid: string, rows: readonly WebhookLogRow[], steps: readonly CallStep[]): LogLine[] => {
  const owners = new Map<number, number>()
  for (const row of rows) {
    const isTurn = row.purpose === 'voice' && row.leg === sid && row.status !== null && row.status < 300
    const turn = row.turn ?? 0
    if (isTurn && !owners.has(turn)) owners.set(turn, row.n)
  }
  const ownerOf = (step: CallStep): number | undefined => (step.step === '' ? undefined : owners.get(step.turn))
  const exchanges = rows.map((row): LogLine => ({ key: String(row.n), at: row.at, exchange: row, steps: steps.filter((step) => ownerOf(step) === row.n) }))
  const alone = steps.filter((step) => ownerOf(step) === undefined).map((step): LogLine => alonePart(step))
  return [...exchanges, ...alone].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

const alonePart = (step: CallStep): LogLine => ({ key: `${step.turn}.${step.n}.${step.kind}`, at: step.at, exchange: null, steps: [step] })
