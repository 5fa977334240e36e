import type pg from 'pg'

/**
 * Tells all pages that calls have changed: ids only, gathered for a moment, one statement for many calls, since a NOTIFY in
 * each commit halves what Postgres can commit.
 */
export function callAnnouncer({ pool, everyMilliseconds = 100 }: { pool: pg.Pool; everyMilliseconds?: number }) {
  let changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    timer = undefined
    const notes = [...changed].map((id) => JSON.stringify({ type: 'call', id }))
    changed = new Set()
    // A page that misses this sees the call at its next look.
    pool.query({ name: 'announce', text: `select pg_notify('nightline_live', note) from unnest($1::text[]) as note`, values: [notes] }).catch(() => undefined)
  }

  return {
    announce: (callSid: string): void => {
      changed.add(callSid)
      timer ??= setTimeout(flush, everyMilliseconds)
    },
    stop: (): void => clearTimeout(timer),
  }
}
