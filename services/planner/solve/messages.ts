import type { Plan } from '../problem.ts'

/** What a thread is started with. `startedAt`: by the clock of the machine, so that all threads count from one instant. */
export type Start = { seconds: number; seed: number; role: 'both' | 'columns' | 'search'; board: SharedArrayBuffer; startedAt: number }

export type Found = { kind: 'found'; plan: Plan; penalty: number; by: 'search' | 'columns' }
export type FromThread = Found | { kind: 'bound'; bound: number } | { kind: 'without'; agents: number[] } | { kind: 'ended' }
