import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import type { z } from 'zod'
import type { Department } from '../../../prisma/generated/client.ts'
import type { Clock } from '../../clock.ts'
import { Prisma, type Database, type Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { workingTimeAfter } from '../../escalation/ola.ts'
import { tell } from '../../notifications/store.ts'
import type { department, departmentChange, newDepartment, newSubTask } from '../../schemas/cases.ts'
import { holdOpenCase } from '../custody/store.ts'
import { addCaseEvent } from '../events/store.ts'
import { getCaseId } from '../reading/store.ts'
import { noteAnswered, tellOwner } from './store.ts'

type DepartmentView = z.infer<typeof department>
type NewDepartment = z.infer<typeof newDepartment>
type DepartmentChange = z.infer<typeof departmentChange>
type Hours = Record<string, string[]> | null

export type AskService = ReturnType<typeof askService>

/** What an owner asks of others: facts of the intake, work of other departments. The case stays his. */
export function askService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  const now = () => clock.now().toJSDate()
  return {
    listDepartments: async (): Promise<DepartmentView[]> => {
      const rows = await prisma.department.findMany({ orderBy: [{ isActive: 'desc' }, { name: 'asc' }] })
      return withHeads(prisma, rows)
    },
    createDepartment: (given: NewDepartment): Promise<DepartmentView> =>
      prisma.$transaction(async (tx) => {
        await checkDepartment(tx, given)
        const row = await tx.department.create({ data: { id: randomUUID(), ...given, hours: given.hours ?? Prisma.DbNull } })
        return getDepartment(tx, row.id)
      }),
    changeDepartment: (id: string, { hours, ...change }: DepartmentChange): Promise<DepartmentView> =>
      prisma.$transaction(async (tx) => {
        await getDepartment(tx, id)
        await checkDepartment(tx, change)
        const data = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
        await tx.department.update({ where: { id }, data: { ...data, ...(hours !== undefined && { hours: hours ?? Prisma.DbNull }) } })
        return getDepartment(tx, id)
      }),
    /** Its owner asks another department; how fast that answers was agreed with it. */
    addSubTask: (number: string, personId: string, { departmentId, text }: z.infer<typeof newSubTask>): Promise<void> =>
      prisma.$transaction(async (tx) => {
        const at = now()
        const held = await holdOpenCase(tx, await getCaseId(tx, number), number)
        const asked = await tx.department.findFirst({ where: { id: departmentId, isActive: true } })
        if (!asked) throw domainError('NOT_FOUND', { kind: 'department', id: departmentId })
        await checkOwner(tx, held.custody?.personId, personId)
        const dueAt = workingTimeAfter(at, asked.olaMinutes, asked.hours as Hours, asked.zone)
        const { id } = await tx.subTask.create({ data: { id: randomUUID(), caseId: held.id, departmentId, text, askedById: personId, askedAt: at, dueAt } })
        await addCaseEvent(tx, { caseId: held.id, at, personId, kind: 'subTask', body: { subTaskId: id, department: asked.name } })
        const body = { case: held.number, title: held.title, department: asked.name, text, dueAt: dueAt.toISOString() }
        await tell(tx, [asked.headId], { kind: 'subTask', key: `subTask:${id}`, body }, at)
      }),
    /** The first answer counts. */
    answerSubTask: (id: string, personId: string, answer: string): Promise<string> =>
      prisma.$transaction(async (tx) => {
        const at = now()
        await tx.$executeRaw`select 1 from sub_task where id = ${id}::uuid for update`
        const task = await tx.subTask.findUnique({ where: { id }, include: { department: true, case: true } })
        if (!task) throw domainError('NOT_FOUND', { kind: 'sub-task', id })
        if (task.answeredAt !== null) throw domainError('EDITED_MEANWHILE')
        await tx.subTask.update({ where: { id }, data: { answer, answeredById: personId, answeredAt: at } })
        const { name } = task.department
        await addCaseEvent(tx, { caseId: task.caseId, at, personId, kind: 'subTaskAnswered', body: { subTaskId: id, department: name } })
        await tellOwner(tx, task.caseId, { kind: 'subTask', key: `subTaskAnswered:${id}`, personId, more: { department: name, isAnswer: true }, at })
        return task.case.number
      }),
    /** The answer is a fact of the case too, under the name by which it was asked for. */
    answerFact: (id: string, personId: string, answer: string): Promise<string> =>
      prisma.$transaction(async (tx) => {
        const at = now()
        const asked = await tx.missingFact.findUnique({ where: { id } })
        if (!asked) throw domainError('NOT_FOUND', { kind: 'missing fact', id })
        const { number } = await tx.case.findUniqueOrThrow({ where: { id: asked.caseId } })
        const held = await holdOpenCase(tx, asked.caseId, number)
        const fact = await tx.missingFact.findUniqueOrThrow({ where: { id } })
        if (fact.answeredAt !== null) throw domainError('EDITED_MEANWHILE')
        await tx.case.update({ where: { id: held.id }, data: { facts: { ...(held.facts as Prisma.JsonObject), [fact.name]: answer } } })
        await noteAnswered(tx, fact, { answer, personId, at })
        return number
      }),
  }
}

async function checkOwner(tx: Transaction, ownerId: string | undefined, personId: string): Promise<void> {
  if (ownerId === personId || ownerId === undefined) return
  const { name } = await tx.person.findUniqueOrThrow({ where: { id: ownerId } })
  throw domainError('NOT_THE_OWNER', { name })
}

async function getDepartment(tx: Transaction, id: string): Promise<DepartmentView> {
  const row = await tx.department.findUnique({ where: { id } })
  if (!row) throw domainError('NOT_FOUND', { kind: 'department', id })
  const [view] = await withHeads(tx, [row])
  if (!view) throw new Error('a department was read and is not there')
  return view
}

async function withHeads(tx: Transaction, rows: readonly Department[]): Promise<DepartmentView[]> {
  const heads = await tx.person.findMany({ where: { id: { in: rows.map(({ headId }) => headId) } }, select: { id: true, name: true } })
  const nameOf = (id: string): string => heads.find((head) => head.id === id)?.name ?? '?'
  return rows.map(({ headId, hours, ...row }) => ({ ...row, hours: hours as Hours, head: { id: headId, name: nameOf(headId) } }))
}

async function checkDepartment(tx: Transaction, { headId, zone }: DepartmentChange): Promise<void> {
  if (headId !== undefined && !(await tx.person.findFirst({ where: { id: headId, isActive: true } }))) throw domainError('PERSON_UNKNOWN', { person: headId })
  if (zone !== undefined && !DateTime.local({ zone }).isValid) throw domainError('ZONE_UNKNOWN', { zone })
}
