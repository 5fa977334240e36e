import { checkRoster } from '../../roster-rules/check.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Gap, RuleId, Shift } from '../../roster-rules/model.ts'
import type { Built } from './build-problem.ts'
import type { Question } from './question.ts'
import type { Said } from './shortage.ts'
import type { Slices } from './slices.ts'

/** Gaps that are explained: the longest. */
const MOST = 3
const CANDIDATE = 'candidate'

/**
 * Why nobody fills the worst gaps, as the plan stands: which rule keeps how many from it (`repairNobody`, then `repairKept` for each rule). A gap that
 * somebody could fill lawfully, only at the cost of another one, is not explained here.
 */
export function* whyShort(question: Question, built: Built, gaps: readonly Gap[], shifts: readonly Shift[]): Slices<Said[]> {
  const longest = [...gaps].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST)
  const said: Said[] = []
  for (const gap of longest) {
    const kept = yield* keptFrom(question, built, gap, shifts)
    if (!kept) continue
    const people = [...kept.values()].reduce((sum, count) => sum + count, 0)
    said.push({ what: 'repairNobody', with: { from: new Date(gap.from).toISOString(), to: new Date(gap.to).toISOString(), people } })
    for (const [rule, count] of [...kept].sort((a, b) => b[1] - a[1])) said.push({ what: 'repairKept', with: { rule, people: count } })
  }
  return said
}

/** How many each rule keeps from a shift in the gap; null: somebody may work one, or no shift reaches it. */
function* keptFrom(question: Question, { cells, agents }: Built, gap: Gap, shifts: readonly Shift[]): Slices<Map<RuleId, number> | null> {
  const { needs: _needs, holidays: _holidays, ...rules } = question.facts
  const reaching = cells.all.filter(
    ({ shift }) => shift.levelId === gap.levelId && shift.siteId === gap.siteId && shift.kind === gap.kind && shift.from < gap.to && gap.from < shift.to,
  )
  if (reaching.length === 0) return null
  const own = groupBy(shifts, ({ personId }) => personId)
  const kept = new Map<RuleId, number>()
  for (const worker of agents) {
    yield
    const isSkilled = gap.skill === null || worker.attestations.some(({ skill, expiresAt }) => skill === gap.skill && (expiresAt ?? Infinity) >= gap.to)
    const broken = reaching.map(({ shift }) => {
      const candidate = { ...shift, id: CANDIDATE, personId: worker.id }
      const findings = checkRoster({ ...rules, shifts: [...(own.get(worker.id) ?? []), candidate], workers: [worker] })
      return findings.find(({ severity, shiftIds }) => severity !== 'warning' && shiftIds.includes(CANDIDATE))?.rule
    })
    if (isSkilled && broken.includes(undefined)) return null
    const rule = isSkilled ? broken.find((one) => one !== undefined) : 'skill'
    if (rule) kept.set(rule, (kept.get(rule) ?? 0) + 1)
  }
  return kept
}
