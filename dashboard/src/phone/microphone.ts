import { toWav, WAV_RATE } from './wav.ts'

export type Microphone = { stop: () => void }

/** Sent piece by piece: the line waits a few seconds in silence and then ends the recording, however long somebody is still speaking. */
const PIECE_MILLISECONDS = 1500
/** A message that nobody ends. */
const LONGEST_MILLISECONDS = 60_000

type Hearers = { onPiece: (wav: Blob) => void; onEnd: () => void; onFault: (error: unknown) => void }

/** Opens the microphone; rejects when there is none or the person does not allow it. */
export const openMicrophone = async ({ onPiece, onEnd, onFault }: Hearers): Promise<Microphone> => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true } })
  let isOpen = true
  let current: MediaRecorder | undefined
  // One piece after the other, in the order in which they were spoken.
  let sent: Promise<void> = Promise.resolve()
  const record = () => {
    const recorder = new MediaRecorder(stream)
    current = recorder
    recorder.addEventListener('dataavailable', ({ data }) => {
      sent = sent.then(async () => (data.size > 0 ? onPiece(await asWav(data)) : undefined)).catch(onFault)
    })
    recorder.addEventListener('stop', () => (isOpen ? record() : void sent.then(onEnd)))
    recorder.start()
    setTimeout(() => (recorder.state === 'recording' ? recorder.stop() : undefined), PIECE_MILLISECONDS)
  }
  const stop = () => {
    if (!isOpen) return
    isOpen = false
    clearTimeout(longest)
    if (current?.state === 'recording') current.stop()
    stream.getTracks().forEach((track) => track.stop())
  }
  const longest = setTimeout(stop, LONGEST_MILLISECONDS)
  record()
  return { stop }
}

/** The browser's own decoder changes the rate on the way. */
const asWav = async (recorded: Blob): Promise<Blob> => {
  const decoded = await new OfflineAudioContext(1, 1, WAV_RATE).decodeAudioData(await recorded.arrayBuffer())
  return new Blob([toWav(decoded.getChannelData(0))], { type: 'audio/wav' })
}
