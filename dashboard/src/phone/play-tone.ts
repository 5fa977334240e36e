import { tonesOf } from './tones.ts'

let context: AudioContext | undefined

/** 120 ms of the key's two tones. A machine without sound loses nothing else. */
export const playTone = (key: string): void => {
  const tones = tonesOf(key)
  if (tones === undefined) return
  try {
    context ??= new AudioContext()
    void context.resume()
    const gain = context.createGain()
    const end = context.currentTime + 0.12
    gain.gain.setValueAtTime(0.08, context.currentTime)
    gain.gain.setValueAtTime(0.08, end - 0.01)
    gain.gain.linearRampToValueAtTime(0, end)
    gain.connect(context.destination)
    for (const hertz of tones) {
      const oscillator = new OscillatorNode(context, { frequency: hertz })
      oscillator.connect(gain)
      oscillator.start()
      oscillator.stop(end)
    }
  } catch {
    // No sound output.
  }
}
