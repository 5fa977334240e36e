import { fork, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SimulatorAddress } from './client.ts'

export type SimulatorProcess = { address: SimulatorAddress; stop: () => Promise<void> }

export type SimulatorProcessOptions = {
  /** The built program of services/phone-simulator. */
  entry: string
  databaseUrl: string
  accountSid: string
  authToken: string
  port: number
  /** The simulator came back after it had died: its numbers must be pointed at us again. */
  onRestart: () => Promise<void>
  log: { warn: (details: object, text: string) => void }
}

/** Runs the phone simulator as a process of its own; it ends when we do, whatever ends us. Rejects when it cannot start. */
export async function startSimulatorProcess(options: SimulatorProcessOptions): Promise<SimulatorProcess> {
  const { log } = options
  let isStopping = false
  let child: ChildProcess | undefined
  let { port } = options

  async function start(): Promise<void> {
    const own = fork(options.entry, [], {
      env: {
        ...process.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        DATABASE_URL: options.databaseUrl,
        SIMULATOR_ACCOUNT_SID: options.accountSid,
        SIMULATOR_AUTH_TOKEN: options.authToken,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: process.platform !== 'win32',
    })
    child = own
    port = (await firstLine(own)).port
    own.once('exit', () => void comeBack())
  }

  async function comeBack(): Promise<void> {
    while (!isStopping) {
      await sleep(500)
      if (isStopping) return
      try {
        await start()
        return await options.onRestart()
      } catch (err) {
        log.warn({ err }, 'the phone simulator does not come back; trying again')
        if (!child?.connected) continue
        child.kill('SIGKILL') // half back is not back: its end brings us here again
        return
      }
    }
  }

  await start()
  return {
    address: { url: `http://127.0.0.1:${port}`, accountSid: options.accountSid, authToken: options.authToken },
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
function firstLine(child: ChildProcess): Promise<{ port: number }> {
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
        resolve(JSON.parse(output.slice(0, end)) as { port: number })
      } catch {
        reject(new Error(`the phone simulator said "${output.slice(0, 200)}"`))
      }
    }
    child.stdout?.on('data', read)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(errors.trim() || `the phone simulator ended with code ${code}`)))
  })
}
