/** What was typed: $1 the words, $2 a pattern of LIKE, $3 the digits of a number, $4 the number in E.164, $5 how many of each arm. */
const WORDS = 'search_query($1)'
/**
 * How many of those that have a word are looked at, the newest of which are shown. The limit stands inside, without an order: given an order, the
 * planner would walk the whole table by time for a word that it takes for a common one.
 */
const ENOUGH = { cases: 20_000, others: 1_000 }

const factsOf = `(select string_agg(f.value, ' ') from jsonb_each_text(case when jsonb_typeof(k.facts) = 'object' then k.facts end) f)`
const caseBody = `concat_ws(' ', k.words, ${factsOf}, k.solution)`
const caller = `coalesce(u.name, c.from_number, c.from_raw)`
const contacts = `(select string_agg(p.value, ', ' order by p.valid_from) from contact_point p where p.customer_id = u.id and p.valid_to is null)`

/** In the order in which they are shown. Each is answered by one index and gives at most $5 rows of (kind, ref, title, body, isExact). */
const ARMS: readonly string[] = [
  `select 'case', k.number, k.title, ${caseBody}, k.number = regexp_replace($1, '[\\s-]', '', 'g')
     from "case" k where length($3) > 3 and k.number like $3 || '%' order by length(k.number), k.number limit $5`,
  // Before its window begins it has no case by which it would be found.
  `select 'callback', b.id::text, coalesce(nullif(b.name, ''), b.number), coalesce(nullif(b.words, ''), b.number), true
     from callback b where b.number = $4 and b.case_id is null and b.ended_at is null order by b.requested_at desc limit $5`,
  `select 'customer', u.id::text, u.name, r.kind || ' ' || r.value, lower(r.value) = lower($1)
     from customer_reference r join customer u on u.id = r.customer_id where r.value ilike $2 limit $5`,
  `select 'customer', u.id::text, u.name, p.value, p.value = $4 or lower(p.value) = lower($1)
     from contact_point p join customer u on u.id = p.customer_id
    where p.value ilike $2 and p.kind = 'email' and u.merged_into_id is null limit $5`,
  `select 'customer', u.id::text, u.name, p.value, coalesce(p.value = $4, false)
     from contact_point p join customer u on u.id = p.customer_id
    where p.value like '%' || $3 || '%' and p.kind = 'phone' and u.merged_into_id is null limit $5`,
  `select 'customer', u.id::text, u.name, case when search_words(u.name) @@ ${WORDS} then ${contacts} else u.note end, lower(u.name) = lower($1)
     from (select * from customer where search_words(name || ' ' || note) @@ ${WORDS} and merged_into_id is null order by name limit $5) u`,
  `select 'customer', u.id::text, u.name, n.text, false
     from (select * from customer_note where search_words(text) @@ ${WORDS} limit ${ENOUGH.others}) n join customer u on u.id = n.customer_id order by n.at desc limit $5`,
  `select 'case', k.number, k.title, ${caseBody}, false
     from (select * from "case" where id in (select id from (select id, opened_at from "case" where case_words(title, words, facts, solution) @@ ${WORDS} limit ${ENOUGH.cases}) found order by opened_at desc limit $5)) k order by k.opened_at desc`,
  `select 'case', k.number, k.title, e.body ->> 'text', false
     from (select * from case_event where kind = 'note' and search_words(body ->> 'text') @@ ${WORDS} limit ${ENOUGH.others}) e join "case" k on k.id = e.case_id
    order by e.at desc limit $5`,
  `select 'person', p.id::text, p.name, coalesce(l.name, p.role::text), lower(p.name) = lower($1)
     from person p left join level l on l.id = p.level_id where p.is_active and search_words(p.name) @@ ${WORDS} order by p.name limit $5`,
  `select 'call', c.sid, c.from_number, coalesce(c.number_label, c.to_raw), false
     from call c where c.customer_id is null and c.from_number = $4 order by c.started_at desc limit $5`,
  `select 'call', c.sid, ${caller}, a.value, false
     from (select * from captured where search_words(value) @@ ${WORDS} limit ${ENOUGH.others}) a join call c on c.sid = a.call_sid left join customer u on u.id = c.customer_id
    order by a.at desc limit $5`,
]

export const SEARCH = ARMS.map((arm, n) => `select * from (${arm}) found${n}${n === 0 ? '(kind, ref, title, body, "isExact")' : ''}`).join(' union all ')

/** The customers alone. */
export const SEARCH_CUSTOMERS = `select distinct ref from (${ARMS.filter((arm) => arm.startsWith(`select 'customer'`))
  .map((arm, n) => `select * from (${arm}) found${n}(kind, ref, title, body, "isExact")`)
  .join(' union all ')}) found`
