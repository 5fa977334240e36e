import type { z } from 'zod'
import type { Prisma, RuleVersion } from '../../prisma/generated/client.ts'
import { audit } from '../audit/store.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import type { Principal } from '../http/access.ts'
import { LIVE_CHANNEL } from '../http/live/messages.ts'
import { RULE_BODIES, type newRule, type PolicyRule, type RuleKind, type ruleView } from '../schemas/rules.ts'
import { checkRule } from './check.ts'
import { SHIPPED } from './shipped.ts'
import { findRule } from './store.ts'

type RuleView = z.infer<typeof ruleView>
type Named = { kind: RuleKind; key: string }

export type RuleService = ReturnType<typeof ruleService>

/** Rules that are data. Each change is a version of its own with a reason; whatever began with an older one keeps it. */
export function ruleService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    /** All of a kind as they stand now, by key. */
    listRules: async (kind: RuleKind): Promise<RuleView[]> => {
      const rows = await prisma.ruleVersion.findMany({ where: { kind }, distinct: ['key'], orderBy: [{ key: 'asc' }, { version: 'desc' }] })
      const changed = new Set(rows.map(({ key }) => key))
      const shipped = Object.keys(SHIPPED[kind]).filter((key) => !changed.has(key))
      const views = [...(await viewsOf(prisma, rows)), ...shipped.map((key) => shippedView({ kind, key }))]
      const sorted = views.sort((a, b) => (a.key < b.key ? -1 : 1))
      return kind === 'reason' ? withUses(prisma, sorted) : sorted
    },
    /** The newest first; the last one is what the program shipped, if it did. */
    listVersions: async ({ kind, key }: Named): Promise<RuleView[]> => {
      const rows = await prisma.ruleVersion.findMany({ where: { kind, key }, orderBy: { version: 'desc' } })
      const views = [...(await viewsOf(prisma, rows)), ...(Object.hasOwn(SHIPPED[kind], key) ? [shippedView({ kind, key })] : [])]
      if (views.length === 0) throw notFound({ kind, key })
      return views
    },
    /** A ready answer was given in a call; twice in one call it counts once. */
    noteAnswer: async (reason: string, answer: string, callSid: string, personId: string): Promise<void> => {
      const rule = await findRule(prisma, 'reason', reason)
      if (!rule?.body.answers.some(({ key }) => key === answer)) throw domainError('NOT_FOUND', { kind: `ready answer of "${reason}"`, id: answer })
      if (!(await prisma.call.findUnique({ where: { sid: callSid }, select: { sid: true } }))) throw domainError('NOT_FOUND', { kind: 'call', id: callSid })
      await prisma.answerUse.createMany({ data: { callSid, reason, answer, personId, at: clock.now().toJSDate() }, skipDuplicates: true })
    },
    /** Two who change a rule at once make two versions, one after the other; `version` in the input: only if nobody has changed it since that one. */
    changeRule: ({ kind, key }: Named, { body: given, why, version: seen }: z.infer<typeof newRule>, by: Principal): Promise<RuleView> =>
      prisma.$transaction(async (tx) => {
        const checked = checkRule(kind, key, given)
        if ('fault' in checked) throw domainError('RULE_INVALID', { kind, ...checked.fault })
        if (kind === 'policy') await checkNamed(tx, checked.body as PolicyRule)
        await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`nightline rule ${kind} ${key}`}))`
        const last = await tx.ruleVersion.findFirst({ where: { kind, key }, orderBy: { version: 'desc' } })
        if (seen !== undefined && seen !== (last?.version ?? 0)) throw domainError('EDITED_MEANWHILE')
        const madeAt = clock.now().toJSDate()
        const version = (last?.version ?? 0) + 1
        const madeById = by.kind === 'person' ? by.id : null
        const row = await tx.ruleVersion.create({ data: { kind, key, version, body: checked.body as Prisma.InputJsonObject, madeAt, madeById, why } })
        const actor = by.kind === 'person' ? by.id : `key:${by.id}`
        await audit(tx, { at: madeAt, actor, kind: 'rule.changed', subject: key === '' ? kind : `${kind}:${key}`, body: { version } })
        await tx.$executeRaw`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify({ type: 'rule', id: kind })})`
        return (await viewsOf(tx, [row]))[0] as RuleView
      }),
  }
}

/** Levels and skills that a policy speaks of exist; else it would do nothing, without a word. */
async function checkNamed(tx: Transaction, { levels }: PolicyRule): Promise<void> {
  const known = await tx.level.findMany({ orderBy: { rank: 'asc' }, select: { id: true, name: true } })
  const skills = (await tx.skill.findMany({ select: { key: true }, orderBy: { key: 'asc' } })).map(({ key }) => key)
  for (const [id, { skill }] of Object.entries(levels)) {
    const refuse = (place: string, reason: string) => domainError('RULE_INVALID', { kind: 'policy', place: `levels.${id}${place}`, reason })
    if (!known.some((level) => level.id === id)) {
      throw refuse('', `there is no such level; allowed: ${known.map((level) => `${level.id} (${level.name})`).join(', ')}`)
    }
    if (skill !== null && !skills.includes(skill)) throw refuse('.skill', `there is no skill "${skill}"; allowed: ${skills.join(', ') || 'none yet'}`)
  }
}

async function withUses(db: Pick<Database['prisma'], 'answerUse'>, views: readonly RuleView[]): Promise<RuleView[]> {
  const counts = await db.answerUse.groupBy({ by: ['reason', 'answer'], _count: true })
  return views.map((view) => ({
    ...view,
    uses: Object.fromEntries(counts.filter(({ reason }) => reason === view.key).map(({ answer, _count }) => [answer, _count])),
  }))
}

function notFound({ kind, key }: Named): Error {
  return domainError('NOT_FOUND', { kind: `rule of the kind ${kind}`, id: key })
}

function shippedView({ kind, key }: Named): RuleView {
  const body = RULE_BODIES[kind].parse((SHIPPED[kind] as Readonly<Record<string, unknown>>)[key])
  return { kind, key, version: 0, body, madeAt: null, madeBy: null, why: '' }
}

async function viewsOf(db: Pick<Transaction, 'person'>, rows: readonly RuleVersion[]): Promise<RuleView[]> {
  const ids = [...new Set(rows.flatMap(({ madeById }) => madeById ?? []))]
  const people = await db.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return rows.map(({ kind: stored, key, version, body, madeAt, madeById, why }) => {
    const kind = stored as RuleKind
    const madeBy = people.find(({ id }) => id === madeById) ?? null
    return { kind, key, version, body: RULE_BODIES[kind].parse(body), madeAt: madeAt.toISOString(), madeBy, why }
  })
}
