/** What callers of the demo line do, so that a story says only what is special about it. */
import { recordOf, type TestLine } from './line.ts'
import { phone, timePasses, type Phone, type PhoneOptions } from './phones.ts'

/** A caller who has dialled and heard the menu. */
export async function aCaller(line: TestLine, number: string, options: PhoneOptions & { to?: string } = {}): Promise<Phone> {
  const caller = phone(number, line.simulator, options)
  await caller.dials(options.to ?? '+493023125100')
  await caller.hears(/To talk to a person, press 1|Чтобы поговорить/)
  return caller
}

/** Keys `2`, a contract number and `1`: reports a fault and hears the case's number, twice. Returns the digits heard. */
export async function reportsAFault(caller: Phone, contract: string): Promise<string> {
  for (const keys of ['2', contract, '1']) await caller.presses(keys)
  const said = (await caller.hears(/case number is|Номер вашего обращения/)).replace(/\D/g, '')
  const [once, again] = [said.slice(0, said.length / 2), said.slice(said.length / 2)]
  if (once !== again) throw new Error(`The case number is said as ${once} and then as ${again}.`)
  return once
}

/** The call's record once the call has ended and everything that follows from it is done. */
export async function recordAfter(line: TestLine, caller: Phone) {
  await timePasses(line.simulator, 1)
  return recordOf(line, caller.callSid)
}

/** A whole call that reports a fault. */
export async function aReport(line: TestLine, from: string, contract: string) {
  const caller = await aCaller(line, from)
  const heardCase = await reportsAFault(caller, contract)
  await caller.hearsTheLineEnd()
  return { ...(await recordAfter(line, caller)), heardCase }
}

/** Customers of this name; a caller nobody knows is called after his number. */
export function customersCalled({ database: { prisma } }: TestLine, name: string) {
  return prisma.customer.findMany({ where: { name }, include: { contactPoints: true, references: true } })
}
