import type { HttpStep } from '../flow.ts'
import type { CapturedAnswer, Position } from '../session.ts'
import { renderTemplate, renderUrl } from '../templates.ts'
import { awaited, cause, go, speak, wait, waitOn, type Turn } from '../turn.ts'

/** Beyond the time limit of the request: it is performed by somebody else, who must be woken first. */
const spareSeconds = 3

/** Asks another program; an address with a hole asks nobody. */
export function enterHttp(turn: Turn, step: HttpStep): void {
  const url = renderUrl(step.url, turn)
  if (url === null) return go(turn, step.id, step.onFailed, 'a value of the address is not known')
  const { method, timeoutSeconds, answer } = step
  const body = step.body && Object.fromEntries(step.body.map(({ name, value }) => [name, renderTemplate(value, turn).text]))
  speak(turn, step.id, step.prompt)
  cause(turn, step.id, { kind: 'http', step: step.id, method, url, body, timeoutSeconds, answer })
  wait(turn, step.id, awaited(turn, `http:${step.id}`))
}

export function answerHttp(turn: Turn, step: HttpStep, position: Position, isThere: boolean): void {
  if (!isThere) return waitOn(turn, position, step.onFailed, step.timeoutSeconds + spareSeconds)
  const result = turn.session.results[`http:${step.id}`] ?? {}
  if (result['ok'] !== 'yes') return go(turn, step.id, step.onFailed, result['why'] ?? 'no answer')
  const names = step.answer.map(({ name }) => name)
  const kept = Object.entries(turn.session.captured).filter(([name]) => !names.includes(name))
  const given = names.flatMap((name): Array<[string, CapturedAnswer]> => {
    const value = Object.hasOwn(result, name) ? result[name] : undefined
    return value === undefined ? [] : [[name, { value, by: 'flow', confirmed: false, step: step.id }]]
  })
  turn.session.captured = Object.fromEntries([...kept, ...given])
  for (const [name, { value }] of given) turn.log.push({ kind: 'captured', step: step.id, name, value })
  go(turn, step.id, step.next, 'answered')
}
