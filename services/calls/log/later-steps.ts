import type { CallDetail } from '../../schemas/calls.ts'

type Step = CallDetail['steps'][number]
type WakeRecord = {
  id: string
  state: string
  endedAt: Date | null
  attempts: ReadonlyArray<{ n: number; startedAt: Date; state: string; why: string; person: { name: string } }>
}
type TextRecord = { id: string; to: string; state: string; errorCode: number | null; createdAt: Date }

/** They stand behind whatever the flow did in the same turn. */
const WOKEN = 2_000
const TEXTED = 3_000

/** What was done for a call after its answers had left: whom we called because of it and what came of that, and what became of texts. */
export function laterSteps(wakes: readonly WakeRecord[], texts: readonly TextRecord[]): Step[] {
  const woken = wakes.flatMap(({ id, state, endedAt, attempts }): Step[] => [
    ...attempts.map(({ n, startedAt, state: result, why, person }) => step(id, WOKEN + n, startedAt, 'woken', { name: person.name, why, result })),
    ...(state === 'nobody' && endedAt ? [step(id, WOKEN + attempts.length + 1, endedAt, 'wokenInVain', {})] : []),
  ])
  return [...woken, ...texts.map(({ id, to, state, errorCode, createdAt }, n) => step(id, TEXTED + n, createdAt, 'texted', { to, result: state, errorCode }))]
}

/** The id is that of the effect: `<call sid>:<turn>:<n>`. */
function step(id: string, n: number, at: Date, kind: string, detail: Step['detail']): Step {
  return { turn: Number(id.split(':')[1]) || 0, n, at: at.toISOString(), step: '', kind, detail }
}

/** In the order in which they happened; those of one instant as they stand. */
export function inOrder(steps: readonly Step[]): Step[] {
  return [...steps].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
