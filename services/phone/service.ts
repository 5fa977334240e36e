import { startChild, type ChildOptions } from '../children/service.ts'
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
  log: ChildOptions['log']
}

/** Runs the phone simulator beside us. Rejects when it cannot start. */
export async function startSimulatorProcess({
  entry,
  databaseUrl,
  accountSid,
  authToken,
  port,
  onRestart,
  log,
}: SimulatorProcessOptions): Promise<SimulatorProcess> {
  const { ready, stop } = await startChild({
    name: 'the phone simulator',
    entry,
    env: (before) => ({
      PORT: String(before?.port ?? port),
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      SIMULATOR_ACCOUNT_SID: accountSid,
      SIMULATOR_AUTH_TOKEN: authToken,
    }),
    onRestart,
    log,
  })
  return { address: { url: `http://127.0.0.1:${ready().port}`, accountSid, authToken }, stop }
}
