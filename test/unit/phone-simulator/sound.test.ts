import { describe, expect, it } from 'vitest'
import { isLoud, pitchOf, readWav, wav } from '../../../services/phone-simulator/audio/wav.ts'
import { trimmed } from '../../../services/phone-simulator/recordings/recording.ts'

const samplesOf = (file: Buffer): Int16Array => {
  const sound = readWav(file)
  if (sound.kind !== 'sound') throw new Error(sound.message)
  return sound.samples
}
/** A WAV file of one level, in a format of the caller's choice. */
function file(format: { rate: number; channels: number; bits: number; kind?: number }, level: number, frames: number): Buffer {
  const bytes = (format.channels * format.bits) / 8
  const head = wav(0, []).subarray(0, 44)
  head.writeUInt16LE(format.kind ?? 1, 20)
  head.writeUInt16LE(format.channels, 22)
  head.writeUInt32LE(format.rate, 24)
  head.writeUInt16LE(format.bits, 34)
  head.writeUInt32LE(frames * bytes, 40)
  const body = Buffer.alloc(frames * bytes)
  for (let at = 0; at < frames * format.channels; at++) {
    if (format.bits === 16) body.writeInt16LE(level, at * 2)
    else body.writeUInt8(128 + level / 256, at)
  }
  return Buffer.concat([head, body])
}

describe('sound', () => {
  it('two speak at once: both are heard', () => {
    const speaking = (hertz: number, level: number) => ({ hertz, utterances: [{ from: 0, to: 1, samples: new Int16Array(8000).fill(level) }] })
    const sound = samplesOf(wav(2, [speaking(200, 1000), speaking(300, 500)]))
    expect([sound.length, sound[4000], sound[12_000]]).toEqual([16_000, 1500, 0])
  })

  it('does not run over: neither in level nor in length', () => {
    const loud = { hertz: 1, utterances: [{ from: 0.5, to: 9, samples: new Int16Array(8000).fill(30_000) }] }
    const sound = samplesOf(wav(1, [loud, loud]))
    expect([sound.length, sound[3999], sound[4000], sound[7999]]).toEqual([8000, 0, 32_767, 32_767])
  })

  it.each([
    [{ rate: 16_000, channels: 1, bits: 16 }, 16_000, 8000],
    [{ rate: 48_000, channels: 2, bits: 16 }, 48_000, 8000],
    [{ rate: 8000, channels: 1, bits: 8 }, 4000, 4000],
  ])('reads %j', (format, frames, expected) => {
    const samples = samplesOf(file(format, 2560, frames))
    expect([samples.length, samples[0], samples.at(-1)]).toEqual([expected, 2560, 2560])
    expect(isLoud(samples)).toBe(true)
  })

  it.each([
    ['no WAV', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['floating point', file({ rate: 8000, channels: 1, bits: 32, kind: 3 }, 0, 0)],
    ['24 bit', file({ rate: 8000, channels: 1, bits: 24 }, 0, 0)],
    ['a header alone', wav(1, []).subarray(0, 36)],
  ])('says why it cannot read %s', (_what, content) => {
    expect(readWav(content)).toMatchObject({ kind: 'unreadable', message: expect.stringMatching(/\w/) })
  })

  it('speakers have their own pitch', () => {
    expect(new Set([0, 1, 2, 3, 4, 5].map(pitchOf)).size).toBe(6)
  })

  it('trimmed: silence at both ends is gone, that in the middle stays', () => {
    const voice = (from: number, to: number) => ({ utterances: [{ from, to, samples: undefined }] })
    expect(trimmed([voice(3, 5), voice(7, 8.5)], 20)).toEqual({ seconds: 6, voices: [voice(0, 2), voice(4, 5.5)] })
    expect(trimmed([{ utterances: [] }], 20)).toMatchObject({ seconds: 0 })
  })
})
