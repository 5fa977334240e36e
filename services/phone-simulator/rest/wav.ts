const sampleRate = 8000
const mostSeconds = 60

/** A valid WAV (mono, 8 bit, 8 kHz) with a soft tone for so many seconds, at most 60: the simulator keeps no speech. */
export function wav(seconds: number): Buffer {
  const length = sampleRate * Math.min(mostSeconds, Math.max(0, Math.round(seconds)))
  const file = Buffer.alloc(44 + length)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + length, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate, 28)
  file.writeUInt16LE(1, 32)
  file.writeUInt16LE(8, 34)
  file.write('data', 36)
  file.writeUInt32LE(length, 40)
  for (let at = 0; at < length; at++) file[44 + at] = 128 + Math.round(12 * Math.sin((2 * Math.PI * 440 * at) / sampleRate))
  return file
}
