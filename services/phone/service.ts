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
  onRestart: () => void
  log: { warn: (details: object, text: string) => void }
}

/** Runs the phone simulator as a process of its own; it ends when we do, whatever ends us. Rejects when it cannot start. */
export async function startSimulatorProcess(options: SimulatorProcessOptions): Promise<SimulatorProcess> {
  let isStopping = false
  let child: ChildProcess
  let port = options.port

  async function start(): Promise<void> {
    child = fork(options.entry, [], {
      env: {
        ...process.env, PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: options.databaseUrl,
        SIMULATOR_ACCOUNT_SID: options.accountSid, SIMULATOR_AUTH_TOKEN: options.authToken,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: process.platform !== 'win32',
    })
    port = (await firstLine(child)).port
    child.once('exit', () => void comeBack())
  }

  async function comeBack(): Promise<void> {
    while (!isStopping) {
      await sleep(500)
      try {
        await start()
        return options.onRestart()
      } catch (err) {
        options.log.warn({ err }, 'the phone simulator does not come back; trying again')
      }
    }
  }

  await start()
  return {
    address: { url: `http://127.0.0.1:${port}`, accountSid: options.accountSid, authToken: options.authToken },
    stop: async () => {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await Promise.race([ended, sleep(4_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))])
    },
  }
}

function firstLine(child: ChildProcess): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    let output = ''
    let errors = ''
    child.stderr?.on('data', (data) => { errors += String(data) })
    child.stdout?.on('data', (data) => {
      output += String(data)
      const [line, rest] = output.split('\n', 2)
      if (rest !== undefined) resolve(JSON.parse(line as string) as { port: number })
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(errors.trim() || `the phone simulator ended with code ${code}`)))
  })
}
