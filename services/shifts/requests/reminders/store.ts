import type { Database } from '../../../db.ts'
import { tell } from '../../../notifications/store.ts'
import type { Duty } from '../../../roster-rules/model.ts'
import { listDuties, listLeaves } from '../../store.ts'
import type { SendText } from '../offers/store.ts'
import { reminderText } from '../offers/words.ts'
import { isQuiet, REMINDED_HOURS } from './due.ts'

/** Everybody whose shift begins within a day is reminded of it, once; not at night, and not who is away. Whom one reminder fails for holds up nobody else. */
export async function remind(prisma: Database['prisma'], text: SendText, at: Date, onError: (error: unknown) => void): Promise<void> {
  const span = { from: at, to: new Date(at.getTime() + REMINDED_HOURS * 3_600_000) }
  const duties = (await listDuties(prisma, span)).filter((duty) => duty.from > at.getTime() && !isQuiet(at, duty.zone))
  if (duties.length === 0) return
  const told = await prisma.notice.findMany({ where: { key: { in: duties.map(keyOf) } }, select: { key: true } })
  const known = new Set(told.map(({ key }) => key))
  const leaves = await listLeaves(prisma, span)
  const isAway = (duty: Duty): boolean => leaves.some((leave) => leave.personId === duty.personId && leave.from < duty.to && duty.from < leave.to)
  const due = duties.filter((duty) => !known.has(keyOf(duty)) && !isAway(duty))
  if (due.length === 0) return
  const [levels, company] = [await prisma.level.findMany({ select: { id: true, name: true } }), await prisma.company.findFirst({ select: { name: true } })]
  const levelOf = new Map(levels.map(({ id, name }) => [id, name]))
  for (const duty of due) {
    const words = { from: new Date(duty.from).toISOString(), to: new Date(duty.to).toISOString(), level: levelOf.get(duty.levelId) ?? '' }
    const write = prisma.$transaction(async (tx) => {
      const [anew] = await tell(tx, [duty.personId], { kind: 'reminder', key: keyOf(duty), body: words }, at)
      const person = await tx.person.findUnique({ where: { id: duty.personId }, select: { phone: true, language: true } })
      if (anew === undefined || !person?.phone) return
      const said = reminderText({ language: person.language, company: company?.name ?? 'Nightline', zone: duty.zone, ...words })
      await text(tx, { id: `staff:${keyOf(duty)}`, to: person.phone, text: said }, at)
    })
    await write.catch(onError)
  }
}

const keyOf = ({ shiftId, personId, from }: Duty): string => `reminder:${shiftId}:${personId}:${from}`
