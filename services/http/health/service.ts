import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { z } from 'zod'

/** One named part of the program: resolves when it works, rejects when not. With `problem` it is told, but callers are taken all the same. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>
export type Readiness = { isReady: boolean; parts: readonly ({ name: string; isReady: boolean } & Sign)[] }

/** Asks every part at once; who does not answer in time counts as failing. The reason is for the log, `onFault`. */
export async function readiness(checks: Checks, onFault: (name: string, error: unknown) => void, limitMs = 2_000): Promise<Readiness> {
  const parts = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const limit = timeLimit(limitMs)
      try {
        const answer = await Promise.race([check(), limit.passed])
        return { name, isReady: true, ...sign.safeParse(answer).data }
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

const sign = z.object({ ageSeconds: z.number().optional(), problem: z.string().optional() })
type Sign = z.infer<typeof sign>

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

export type PyramidMetrics = ReturnType<typeof pyramidMetrics>

/** Whether the 20 hours are kept: the sweeper's sign of life, how late it moves cases, and what the auditor has found. */
export function pyramidMetrics(registry: Registry, heartbeatAge: () => Promise<number | undefined>) {
  const registers = [registry]
  new Gauge({
    name: 'nightline_deadlines_heartbeat_seconds',
    help: 'Age of the last sign of life of the sweeper of the deadlines; -1: there is none',
    registers,
    async collect() {
      this.set((await heartbeatAge().catch(() => undefined)) ?? -1)
    },
  })
  const lateness = new Histogram({
    name: 'nightline_top_lateness_seconds',
    help: 'How long after its 20 hours a case was moved to the executive',
    registers,
    buckets: [1, 2, 5, 10, 15, 30, 60, 300, 3_600],
  })
  const alarms = new Counter({ name: 'nightline_pyramid_alarms_total', help: 'What the auditor found, look by look', labelNames: ['kind'], registers })
  return { observeLateness: (seconds: number) => lateness.observe(seconds), onAlarm: (kind: string) => alarms.inc({ kind }) }
}

/** Memory, event loop and so on of this process; once per process, so main.ts calls it. */
export function addProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry })
}
