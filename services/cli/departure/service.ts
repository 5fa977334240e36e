import { departureService } from '../../departures/service.ts'
import { tellOfTop } from '../../tellings/store.ts'
import { CannotStart } from '../../reasons.ts'
import { newDeparture, type Heirloom, type Successors } from '../../schemas/departures.ts'
import { lineClock } from '../line-clock/service.ts'
import { withDatabase } from '../running/service.ts'

export type DepartureOptions = Partial<Record<Heirloom | 'to', string>> & { note: string }

const NAMED = ['to', 'cases', 'callbacks', 'shifts', 'accounts', 'offices'] as const

/** Hands all that somebody has over to named successors, by their e-mail addresses, and signs him out for good. */
export async function letGo(email: string, options: DepartureOptions): Promise<number> {
  return withDatabase(async (database) => {
    const idOf = async (address: string): Promise<string> => {
      const person = await database.prisma.person.findUnique({ where: { email: address.trim().toLowerCase() } })
      if (!person) throw new CannotStart(`There is nobody with the e-mail address ${address}.`)
      return person.id
    }
    const successors: Successors = {}
    for (const name of NAMED) {
      const address = options[name]
      if (address !== undefined) successors[name] = await idOf(address)
    }
    const { note } = newDeparture.pick({ note: true }).parse({ note: options.note })
    const by = { kind: 'apiKey', id: 'command', name: 'nightline departure' } as const
    const done = await departureService({ database, clock: await lineClock(database), onTop: tellOfTop }).letGo(await idOf(email), { successors, note }, by)
    const { counts, openShifts } = done
    const moved = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`)
    process.stdout.write(`${done.person.name} has left: ${moved.join(', ')} went over.\n`)
    for (const { from, to, level, why } of openShifts) process.stdout.write(`Nobody is on shift any more: ${level}, ${from} to ${to} (${why})\n`)
    return 0
  })
}
