import { fork, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a program says of itself when it is ready, e.g. where it listens. */
export type Ready = { port: number; smtpPort?: number }
export type Child = { ready: () => Ready; stop: () => Promise<void> }

export type ChildOptions = {
  /** As it stands in a sentence: "the phone simulator". */
  name: string
  /** The built program. */
  entry: string
  /** `before`: what it said the last time, so that it comes back where it was. */
  env: (before: Ready | undefined) => Record<string, string>
  /** It came back after it had died. */
  onRestart?: () => Promise<void>
  log: { warn: (details: object, text: string) => void }
}

/** Runs a program of ours as a process of its own; it ends when we do, whatever ends us. Rejects when it cannot start. */
export async function startChild({ name, entry, env, onRestart = async () => undefined, log }: ChildOptions): Promise<Child> {
  let isStopping = false
  let child: ChildProcess | undefined
  let ready: Ready | undefined

  async function start(): Promise<Ready> {
    const own = fork(entry, [], {
      env: { ...process.env, ...env(ready) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: process.platform !== 'win32',
    })
    child = own
    ready = await firstLine(name, own)
    own.once('exit', () => void comeBack())
    return ready
  }

  async function comeBack(): Promise<void> {
    while (!isStopping) {
      await sleep(500)
      if (isStopping) return
      try {
        await start()
        return await onRestart()
      } catch (err) {
        log.warn({ err }, `${name} does not come back; trying again`)
        if (!child?.connected) continue
        child.kill('SIGKILL') // half back is not back: its end brings us here again
        return
      }
    }
  }

  const first = await start()
  return {
    ready: () => ready ?? first,
    stop: async () => {
      isStopping = true
      const last = child
      if (!last || last.exitCode !== null || last.signalCode !== null) return
      const ended = new Promise((resolve) => last.once('exit', resolve))
      last.kill('SIGTERM')
      await Promise.race([ended, sleep(4_000, undefined, { ref: false }).then(() => last.kill('SIGKILL'))])
    },
  }
}

/** Its first line says where it listens; what it says afterwards is read over. */
function firstLine(name: string, child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let output = ''
    let errors = ''
    child.stderr?.on('data', (data) => {
      errors = (errors + String(data)).slice(-4_000)
    })
    const read = (data: unknown): void => {
      output += String(data)
      const end = output.indexOf('\n')
      if (end < 0) return
      child.stdout?.off('data', read).resume()
      try {
        resolve(JSON.parse(output.slice(0, end)) as Ready)
      } catch {
        reject(new Error(`${name} said "${output.slice(0, 200)}"`))
      }
    }
    child.stdout?.on('data', read)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(errors.trim() || `${name} ended with code ${code}`)))
  })
}
