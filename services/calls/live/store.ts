import type pg from 'pg'

/**
 * Tells all pages that calls have changed: ids only, gathered for a moment, one statement for many calls, since a NOTIFY in
 * each commit halves what Postgres can commit.
 */
export function callAnnouncer({ pool, everyMilliseconds = 100 }: { pool: pg.Pool; everyMilliseconds?: number }) {
  let changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let telling: Promise<unknown> = Promise.resolve()

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const notes = [...changed].map((id) => JSON.stringify({ type: 'call', id }))
    changed = new Set()
    if (notes.length === 0) return
    const told = pool.query({ name: 'announce', text: `select pg_notify('nightline_live', note) from unnest($1::text[]) as note`, values: [notes] })
    // A page that misses this sees the call at its next look.
    telling = Promise.allSettled([telling, told])
  }

  return {
    announce: (callSid: string): void => {
      changed.add(callSid)
      timer ??= setTimeout(flush, everyMilliseconds)
    },
    /** Tells at once what was gathered; resolves when it is told, and never rejects. The pool must live until then. */
    stop: async (): Promise<void> => {
      flush()
      await telling
    },
  }
}
