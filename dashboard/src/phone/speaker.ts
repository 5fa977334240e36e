import { splitForSpeech, watchdogMilliseconds } from './speech-text.ts'

/** What the browser's speech needs to have; an interface of ours, so that a test can put a silent or dead one in its place. */
export type Voice = { lang: string; localService: boolean }
export type Utterance<V> = { voice: V | null; lang: string; onend: (() => void) | null; onerror: (() => void) | null }
export type Synthesis<V extends Voice, U> = {
  getVoices: () => V[]
  speak: (utterance: U) => void
  cancel: () => void
  addEventListener: (type: 'voiceschanged', listener: () => void, options?: { once: boolean }) => void
}

export type Speaker = { say: (text: string, language: string) => void; silence: () => void }

export const silentSpeaker: Speaker = { say: () => undefined, silence: () => undefined }

const VOICES_WAIT = 500
/** Chrome swallows what is spoken in the same moment as a cancel. */
const AFTER_CANCEL = 50

type Piece = { text: string; language: string }

/** Speaks one piece after the other. Whatever the browser's speech does or does not do, the queue moves on. */
export const createSpeaker = <V extends Voice, U extends Utterance<V>>(synthesis: Synthesis<V, U>, make: (text: string) => U): Speaker => {
  let queue: Piece[] = []
  let isBusy = false
  let round = 0
  let watchdog: ReturnType<typeof setTimeout> | undefined
  const voicesReady = waitForVoices(synthesis)

  const next = async (mine: number): Promise<void> => {
    await voicesReady
    if (mine !== round) return
    const piece = queue.shift()
    isBusy = piece !== undefined
    if (piece === undefined) return
    const utterance = make(piece.text)
    utterance.lang = piece.language
    utterance.voice = findVoice(synthesis.getVoices(), piece.language)
    const proceed = once(() => {
      clearTimeout(watchdog)
      if (mine === round) void next(mine)
    })
    utterance.onend = proceed
    utterance.onerror = proceed
    watchdog = setTimeout(() => {
      synthesis.cancel()
      setTimeout(proceed, AFTER_CANCEL)
    }, watchdogMilliseconds(piece.text))
    synthesis.speak(utterance)
  }

  return {
    say: (text, language) => {
      queue.push(...splitForSpeech(text).map((piece) => ({ text: piece, language })))
      if (isBusy) return
      isBusy = true
      void next(round)
    },
    silence: () => {
      round += 1
      const mine = round
      queue = []
      clearTimeout(watchdog)
      synthesis.cancel()
      isBusy = true
      setTimeout(() => mine === round && void next(mine), AFTER_CANCEL)
    },
  }
}

const waitForVoices = <V extends Voice, U>(synthesis: Synthesis<V, U>): Promise<void> =>
  new Promise((resolve) => {
    if (synthesis.getVoices().length > 0) return resolve()
    synthesis.addEventListener('voiceschanged', () => resolve(), { once: true })
    setTimeout(resolve, VOICES_WAIT)
  })

/** A voice of the language, one on this machine first: a remote one sends what is said to its maker. */
export const findVoice = <V extends Voice>(voices: readonly V[], language: string): V | null => {
  const short = language.slice(0, 2).toLowerCase()
  const fitting = voices.filter((voice) => voice.lang.toLowerCase().startsWith(short))
  return fitting.find((voice) => voice.localService) ?? fitting[0] ?? null
}

const once = (run: () => void): (() => void) => {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    run()
  }
}

export const browserSpeaker = (): Speaker => {
  if (!('speechSynthesis' in globalThis)) return silentSpeaker
  const { speechSynthesis, SpeechSynthesisUtterance } = globalThis as unknown as BrowserSpeech
  return createSpeaker(speechSynthesis, (text) => new SpeechSynthesisUtterance(text))
}

type BrowserSpeech = {
  speechSynthesis: Synthesis<Voice, Utterance<Voice>>
  SpeechSynthesisUtterance: new (text: string) => Utterance<Voice>
}
