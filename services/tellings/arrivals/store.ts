import { policyOf } from '../../cases/moves/store.ts'
import type { Transaction } from '../../db.ts'
import { addEmail } from '../../mail/store.ts'
import { arrivalWords } from './words.ts'

/** A case was passed up: its new owner hears of it also by those ways that the policy names for his level, once for each time that it came to him. */
export async function tellOfArrival(tx: Transaction, caseId: string, at: Date): Promise<void> {
  const found = await tx.case.findUniqueOrThrow({
    where: { id: caseId },
    include: { level: true, custodies: { include: { person: true }, orderBy: [{ fromAt: 'desc' }, { toAt: { sort: 'desc', nulls: 'first' } }], take: 2 } },
  })
  const [custody, before] = found.custodies
  if (found.level.isExecutive || !custody || custody.how !== 'passUp') return
  const told = (await policyOf(tx, found)).levels[found.levelId]?.told ?? []
  const { person } = custody
  const words = arrivalWords(person.language)
  const arrival = { number: found.number, title: found.title, level: found.level.name, from: before?.person.name ?? '', reason: custody.reason ?? '' }
  if (told.includes('email')) {
    await addEmail(tx, { id: `arrival:${custody.id}:email`, to: person.email, subject: words.subject(arrival), text: words.email(arrival), at })
  }
  if (!told.includes('sms') || person.phone === null) return
  const from = (await tx.phoneNumber.findFirst({ orderBy: { createdAt: 'asc' } }))?.number ?? ''
  const text = { id: `arrival:${custody.id}:sms`, callSid: null, to: person.phone, from, text: words.sms(arrival), createdAt: at, updatedAt: at, dueAt: at }
  await tx.textMessage.createMany({ data: text, skipDuplicates: true })
}
