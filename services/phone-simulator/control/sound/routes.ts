import type { FastifyInstance } from 'fastify'
import { readWav, sampleRate } from '../../audio/wav.ts'
import { ControlRefusal, parse, type ControlDependencies } from '../input.ts'
import { soundQuery } from '../schemas.ts'

type Sid = { Params: { sid: string } }

const mostBytes = 8 * 1024 * 1024
const mostSecondsPerLeg = 600

/** A WAV file is what the person on a leg says (a microphone); `?text=` is what a machine would understand. Several files follow each other. */
export async function soundRoutes(app: FastifyInstance, on: ControlDependencies): Promise<void> {
  app.addContentTypeParser(/^audio\//, { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) => done(null, body))
  app.put<Sid>('/legs/:sid/audio', (request) => {
    const leg = on.world.legs.get(request.params.sid)
    if (!leg) throw new ControlRefusal(404, { error: { code: 'CALL_NOT_FOUND', message: `There is no call or leg ${request.params.sid}.` } })
    const { text, confidence } = parse(soundQuery, 'query', request.query)
    const sound = readWav(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))
    if (sound.kind === 'unreadable') {
      const message = `The body is no WAV file that can be read: ${sound.message}. Send it as audio/wav, PCM.`
      throw new ControlRefusal(400, { error: { code: 'INVALID_INPUT', message } })
    }
    const kept = leg.utterances.reduce((sum, { samples }) => sum + (samples?.length ?? 0), sound.samples.length) / sampleRate
    if (kept > mostSecondsPerLeg) {
      const message = `That would be ${Math.ceil(kept)} s of sound on this leg; at most ${mostSecondsPerLeg} are kept.`
      throw new ControlRefusal(413, { error: { code: 'TOO_LONG', message } })
    }
    return { ...on.legs.speak(leg, text, confidence, sound.samples), seconds: sound.samples.length / sampleRate }
  })
}
