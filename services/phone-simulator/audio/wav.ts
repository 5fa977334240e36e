/** Sound as the telephone has it: 8,000 samples a second, 16 bit, one channel. */
export const sampleRate = 8000
const headerBytes = 44
const bytesPerSample = 2
/** An hour is 58 MB; a longer recording's file is cut off there. */
export const mostSeconds = 3600

/** What one speaker said: seconds from the start; with the sound itself, or as a tone. */
export type Track = { hertz: number; utterances: ReadonlyArray<{ from: number; to: number; samples: Int16Array | undefined }> }

/** A WAV file of so many seconds: each speaker's own sound, or a low tone while he speaks, and silence between. */
export function wav(seconds: number, tracks: ReadonlyArray<Track>): Buffer {
  const count = Math.round(sampleRate * Math.min(mostSeconds, Math.max(0, seconds)))
  const file = Buffer.alloc(headerBytes + count * bytesPerSample)
  writeHeader(file, count * bytesPerSample)
  const sound = new Int16Array(file.buffer, file.byteOffset + headerBytes, count)
  for (const { hertz, utterances } of tracks) {
    for (const { from, to, samples } of utterances) {
      const first = Math.round(from * sampleRate)
      const last = Math.min(count, samples ? first + samples.length : Math.round(to * sampleRate))
      for (let at = first; at < last; at++) sound[at] = clip((sound[at] ?? 0) + (samples ? (samples[at - first] ?? 0) : tone(hertz, at - first, last - at)))
    }
  }
  return file
}

/** The pitch of the n-th speaker: far enough apart to be told by ear. */
export const pitchOf = (speaker: number): number => 160 + 70 * (speaker % 6)

const clip = (sample: number): number => Math.max(-32_768, Math.min(32_767, sample))

/** Swells and fades for 10 ms, so that it does not click. */
function tone(hertz: number, since: number, left: number): number {
  return Math.round(5000 * Math.min(1, since / 80, left / 80) * Math.sin((2 * Math.PI * hertz * since) / sampleRate))
}

function writeHeader(file: Buffer, soundBytes: number): void {
  file.write('RIFF', 0)
  file.writeUInt32LE(headerBytes - 8 + soundBytes, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate * bytesPerSample, 28)
  file.writeUInt16LE(bytesPerSample, 32)
  file.writeUInt16LE(8 * bytesPerSample, 34)
  file.write('data', 36)
  file.writeUInt32LE(soundBytes, 40)
}

export type Sound = { kind: 'sound'; samples: Int16Array } | { kind: 'unreadable'; message: string }

/** Reads a WAV file (PCM, 8 or 16 bit, any rate and number of channels) as telephone sound. */
export function readWav(file: Buffer): Sound {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') return unreadable('it does not begin with RIFF and WAVE')
  let format: { channels: number; rate: number; bits: number } | undefined
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4)
    const length = file.readUInt32LE(at + 4)
    const start = at + 8
    if (name === 'fmt ' && start + 16 <= file.length) {
      if (file.readUInt16LE(start) !== 1) return unreadable('it is no plain PCM')
      format = { channels: file.readUInt16LE(start + 2), rate: file.readUInt32LE(start + 4), bits: file.readUInt16LE(start + 14) }
    }
    if (name === 'data')
      return format ? samplesOf(file.subarray(start, Math.min(file.length, start + length)), format) : unreadable('its format comes after its sound')
    at = start + length + (length % 2)
  }
  return unreadable('it has no sound ("data")')
}

function samplesOf(data: Buffer, { channels, rate, bits }: { channels: number; rate: number; bits: number }): Sound {
  if ((bits !== 8 && bits !== 16) || channels < 1 || rate < 1000) return unreadable(`${bits} bit, ${channels} channels, ${rate} Hz; allowed: 8 or 16 bit`)
  const frame = (channels * bits) / 8
  const count = Math.floor((Math.floor(data.length / frame) * sampleRate) / rate)
  const samples = new Int16Array(count)
  for (let at = 0; at < count; at++) {
    const from = Math.floor((at * rate) / sampleRate) * frame
    samples[at] = bits === 8 ? ((data[from] ?? 128) - 128) * 256 : data.readInt16LE(from)
  }
  return { kind: 'sound', samples }
}

const unreadable = (message: string): Sound => ({ kind: 'unreadable', message })

/** Somebody speaks, and it is not the room's noise. */
export const isLoud = (samples: Int16Array): boolean => samples.some((sample) => Math.abs(sample) > 500)
