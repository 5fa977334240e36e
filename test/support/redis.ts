import { spawn, spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './killable.ts'

export type Redis = { url: string; flushAll: () => void; stop: () => void }

/** Whether a real Redis can be had here. Without one the tests that need it say so and are left out; where CI=true they fail instead. */
export function hasRedis(what: string): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true
  if (process.env['CI'] === 'true') throw new Error(`${what}: there is no redis-server here, and CI must have one (.ci/run installs it)`)
  console.warn(`skipped: ${what} (there is no redis-server here; .ci/run installs it)`)
  return false
}

/** A Redis of its own that keeps nothing. */
export async function startRedis(): Promise<Redis> {
  const port = String(await freePort())
  const redis = spawn('redis-server', ['--port', port, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' })
  const ask = (command: string) => spawnSync('redis-cli', ['-p', port, command]).status === 0
  for (let tries = 0; !ask('ping'); tries += 1) {
    if (tries > 100) throw new Error('redis-server does not answer')
    await sleep(100)
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    flushAll: () => {
      if (!ask('flushall')) throw new Error('redis-server did not flush')
    },
    stop: () => void redis.kill(),
  }
}
