export const VOLUMES = ['off', 'low', 'loud'] as const
export type Volume = (typeof VOLUMES)[number]

const GAIN = { low: 0.05, loud: 0.2 } as const
/** Two tones that take turns, a second long; then two seconds of rest. */
const TONES = [587, 740] as const
const TURN_SECONDS = 0.25
const TURNS = 4
const EVERY_MILLISECONDS = 3_000

export type Ring = { stop: () => void }

let context: AudioContext | undefined

/** `onBlocked`: the browser lets no page sound before the first click on it, as after a reload. */
export const startRing = (volume: Volume, onBlocked: () => void): Ring => {
  if (volume === 'off') return { stop: () => undefined }
  const gain = GAIN[volume]
  ringOnce(gain, onBlocked)
  const timer = setInterval(() => ringOnce(gain, onBlocked), EVERY_MILLISECONDS)
  return { stop: () => clearInterval(timer) }
}

/** For trying it, and after a click that lets the page sound. */
export const ringOnce = (gain: number | Volume, onBlocked: () => void = () => undefined): void => {
  const height = typeof gain === 'number' ? gain : gain === 'off' ? 0 : GAIN[gain]
  try {
    context ??= new AudioContext()
    if (context.state === 'suspended') void context.resume()
    if (context.state === 'suspended' && !navigator.userActivation.hasBeenActive) return onBlocked()
    play(context, height)
  } catch {
    // No sound output: title, bar and notification say it too.
  }
}

const play = (on: AudioContext, height: number): void => {
  const gain = new GainNode(on, { gain: 0 })
  gain.connect(on.destination)
  const oscillator = new OscillatorNode(on, { type: 'triangle' })
  oscillator.connect(gain)
  const start = on.currentTime + 0.02
  const end = start + TURNS * TURN_SECONDS
  for (let turn = 0; turn < TURNS; turn += 1) oscillator.frequency.setValueAtTime(TONES[turn % 2] ?? TONES[0], start + turn * TURN_SECONDS)
  gain.gain.setValueAtTime(0, start)
  gain.gain.linearRampToValueAtTime(height, start + 0.02)
  gain.gain.setValueAtTime(height, end - 0.03)
  gain.gain.linearRampToValueAtTime(0, end)
  oscillator.start(start)
  oscillator.stop(end)
}
