import { run, type Runner } from '../../statement/store.ts'
import type { CallbackKind } from '../free.ts'

/** As the index "callback_next" has it: whoever reads by it reads from the front of a kind, however many wait. */
const KIND = `(callback_kind(skill, language, level_id, site_id, person_id) collate "C")`
const KIND_COLUMNS = `${KIND} as kind, skill, language, level_id, site_id, person_id`

/** One after the other out of the index: as many steps as there are kinds. Those that somebody has paused are left out. */
export const KINDS = `
  kind as (
    (select ${KIND_COLUMNS} from callback where state = 'waiting' order by ${KIND} limit 1)
    union all
    select next.* from kind cross join lateral (
      select ${KIND_COLUMNS} from callback where state = 'waiting' and ${KIND} > kind.kind order by ${KIND} limit 1) next
  )`

const toJson = (table: string): string =>
  `jsonb_build_object('kind', ${table}.kind, 'skill', ${table}.skill, 'language', ${table}.language, 'levelId', ${table}.level_id, 'siteId', ${table}.site_id, 'personId', ${table}.person_id)`

export const KINDS_WAITING = `
  (select coalesce(jsonb_agg(${toJson('kind')} order by kind.kind), '[]') from kind
    where not exists (select from callback_pause p where p.resumed_at is null and (p.skill is null or p.skill = kind.skill)))`

/** Those whose customer is rung before anybody of us: each needs one of us at once. */
export const UNMANNED = `
  (select coalesce(jsonb_agg(${toJson('u')}), '[]') from (
     select ${KIND_COLUMNS} from callback where id in (select callback_id from callback_attempt where ended_at is null and person_id is null)) u)`

/** The first ones of a kind that are wanted. */
export type Wish = { kind: CallbackKind; most: number }
/** `placeAt`: epoch milliseconds. */
export type Head = { id: string; kind: CallbackKind; number: string; placeAt: number }
export type Heads = { heads: Head[]; ahead: number }

/** Nobody is told a longer line. */
const MOST_COUNTED = 1_000

/**
 * The first callbacks of each kind, in their order, without those whose number is in use; with `before` (epoch milliseconds) only those whose place is
 * earlier, and how many there are.
 */
export async function readHeads(db: Runner, wishes: readonly Wish[], numbersInUse: readonly string[], before?: number): Promise<Heads> {
  if (wishes.length === 0) return { heads: [], ahead: 0 }
  const kinds = new Map(wishes.map(({ kind }) => [kind.kind, kind]))
  const given = [[...kinds.keys()], wishes.map(({ most }) => most), numbersInUse]
  type Row = { kind: string; heads: ReadonlyArray<Omit<Head, 'kind'>>; ahead: number }
  const rows =
    before === undefined
      ? await run<Row>(db, 'callback_heads', FIRST, given)
      : await run<Row>(db, 'callback_heads_before', BEFORE, [...given, new Date(before)])
  const heads = rows.flatMap((row) => {
    const kind = kinds.get(row.kind)
    return kind ? row.heads.map((head) => ({ ...head, kind })) : []
  })
  return {
    heads,
    ahead: Math.min(
      MOST_COUNTED,
      rows.reduce((sum, { ahead }) => sum + ahead, 0),
    ),
  }
}

function headsOf(isBefore: string, ahead: string): string {
  return `
  select wish.kind, ${ahead} as ahead,
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'number', number, 'placeAt', (extract(epoch from place_at) * 1000)::bigint) order by place_at, id), '[]')
       from (select id, number, place_at from callback
              where state = 'waiting' and ${KIND} = wish.kind ${isBefore} and number <> all($3::text[]) order by ${KIND}, place_at, id limit wish.most) head) as heads
    from unnest($1::text[], $2::int[]) as wish(kind, most)`
}

const FIRST = headsOf('', '0')
const IS_BEFORE = 'and place_at < $4::timestamptz'
const BEFORE = headsOf(
  IS_BEFORE,
  `(select count(*)::int from (select from callback where state = 'waiting' and ${KIND} = wish.kind ${IS_BEFORE} limit ${MOST_COUNTED}) counted)`,
)
