import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** One named part of the program: resolves when it works, rejects when not. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>
export type Readiness = { isReady: boolean; parts: readonly { name: string; isReady: boolean; problem?: string }[] }

/** Asks every part at once; who does not answer in time counts as failing. The reason is for the log, `onFault`. */
export async function readiness(checks: Checks, onFault: (name: string, error: unknown) => void, limitMs = 2_000): Promise<Readiness> {
  const parts = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const limit = timeLimit(limitMs)
      try {
        await Promise.race([check(), limit.passed])
        return { name, isReady: true }
      } catch (error) {
        onFault(name, error)
        return { name, isReady: false, problem: error === TOO_LATE ? `no answer within ${limitMs} ms` : 'fails; the log says why' }
      } finally {
        limit.clear()
      }
    }),
  )
  return { isReady: parts.every((part) => part.isReady), parts }
}

const TOO_LATE = new Error('no answer in time')

function timeLimit(limitMs: number): { passed: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(TOO_LATE), limitMs)
  })
  return { passed, clear: () => clearTimeout(timer) }
}

export type HttpMetrics = { registry: Registry; observe: (route: string, method: string, status: number, seconds: number) => void }

/** Requests by route (its pattern, never its values), method and status. Other parts add theirs to the same registry. */
export function httpMetrics(registry = new Registry()): HttpMetrics {
  const labelNames = ['route', 'method', 'status'] as const
  const seconds = new Histogram({
    name: 'nightline_http_request_seconds',
    help: 'Time to answer a request',
    labelNames,
    registers: [registry],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  })
  const faults = new Counter({ name: 'nightline_http_faults_total', help: 'Requests answered with 5xx', labelNames: ['route'], registers: [registry] })
  return {
    registry,
    observe: (route, method, status, duration) => {
      seconds.observe({ route, method, status }, duration)
      if (status >= 500) faults.inc({ route })
    },
  }
}

/** Memory, event loop and so on of this process; once per process, so main.ts calls it. */
export function addProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry })
}
