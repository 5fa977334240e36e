import { RestRefusal } from './errors.ts'
import { form } from './form.ts'

/** A filter of a list: its name on the wire, and whether an item passes. `check` refuses what can be no value of it, also when the list is empty. */
export type Filter<T> = { name: string; test: (item: T, wanted: string) => boolean; check?: (wanted: string) => void }

const largestPage = 1000

/** One page of a list, newest first, filtered and with Twilio's addresses of its neighbours. */
export function listPage<T>(
  list: { name: string; path: string; items: Iterable<T>; filters?: ReadonlyArray<Filter<T>>; query: unknown },
  show: (item: T) => Record<string, unknown>,
): Record<string, unknown> {
  const fields = form(list.query)
  const search = new URLSearchParams()
  const matches = (list.filters ?? []).flatMap(({ name, test, check }) => {
    const wanted = fields.text(name)
    if (wanted === undefined || wanted === '') return []
    check?.(wanted)
    search.set(name, wanted)
    return [(item: T) => test(item, wanted)]
  })
  const found = [...list.items].filter((item) => matches.every((match) => match(item)))
  const page = fields.whole('Page', 0, 1e6) ?? 0
  const size = fields.whole('PageSize', 1, largestPage, 20007) ?? 50
  const uri = (at: number): string => {
    search.set('PageSize', String(size))
    search.set('Page', String(at))
    return `${list.path}?${search}`
  }
  const items = found.slice(page * size, (page + 1) * size)
  return {
    [list.name]: items.map(show),
    page,
    page_size: size,
    start: page * size,
    end: page * size + Math.max(0, items.length - 1),
    uri: uri(page),
    first_page_uri: uri(0),
    previous_page_uri: page > 0 ? uri(page - 1) : null,
    next_page_uri: (page + 1) * size < found.length ? uri(page + 1) : null,
  }
}

/** `DateCreated`, `DateCreated<` and `DateCreated>`: on this day (UTC), at or before, at or after. A date alone is its whole day. */
export function dateFilters<T>(name: string, at: (item: T) => number | undefined): Filter<T>[] {
  const compare = (test: (instant: number, wanted: string) => boolean) => (item: T, wanted: string) => {
    const instant = at(item)
    return instant !== undefined && test(instant, wanted)
  }
  const check = (wanted: string): void => void instantOf(name, wanted)
  return [
    { name, check, test: compare((instant, wanted) => dayOf(instant) === dayOf(instantOf(name, wanted))) },
    { name: `${name}<`, check, test: compare((instant, wanted) => instant <= instantOf(name, wanted) + (isDay(wanted) ? 86_399_999 : 0)) },
    { name: `${name}>`, check, test: compare((instant, wanted) => instant >= instantOf(name, wanted)) },
  ]
}

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10)
const isDay = (value: string): boolean => /^\d{4}-\d\d-\d\d$/.test(value)

function instantOf(name: string, value: string): number {
  const milliseconds = Date.parse(value)
  if (Number.isNaN(milliseconds)) throw new RestRefusal(20001, `${name} is "${value}"; allowed: YYYY-MM-DD or ISO 8601`)
  return milliseconds
}
