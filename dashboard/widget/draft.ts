import type { CallbackWindow, PublicOptions } from '../../services/schemas/callbacks.ts'

/** What he has typed and chosen. It is kept in memory only: whoever uses the machine after him finds nothing. */
export type Draft = {
  number: string
  extension: string
  askFor: string
  name: string
  email: string
  topic: string
  words: string
  /** Nothing as long as it is not known what is offered. */
  when: '' | 'now' | 'window' | 'written'
  /** Begin of the chosen window. */
  from: string
  /** The trap for machines. */
  website: string
}
export type FieldName = keyof Draft
export type FaultKey = 'numberMissing' | 'numberBad' | 'extensionBad' | 'emailBad' | 'choose' | 'windowGone' | 'nowGone'
export type Fault = { field: FieldName; key: FaultKey }

export const emptyDraft = (): Draft => ({ number: '', extension: '', askFor: '', name: '', email: '', topic: '', words: '', when: '', from: '', website: '' })

const NUMBER = /^\s*[+(\d][\d\s()./\u2010-\u2013-]+$/
const EXTENSION = /^[0-9*#w]{0,12}$/
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What can be seen without the server, in the order of the form. Whether a number can be called only the server knows. */
export function faultsOf({ number, extension, when, from, email }: Draft): Fault[] {
  const faults: Fault[] = []
  const isWritten = when === 'written'
  if (number.trim() ? !NUMBER.test(number) || number.replace(/\D/g, '').length < 3 : !isWritten) {
    faults.push({ field: 'number', key: number.trim() ? 'numberBad' : 'numberMissing' })
  }
  if (!EXTENSION.test(extension.trim())) faults.push({ field: 'extension', key: 'extensionBad' })
  if (when === 'window' && !from) faults.push({ field: 'from', key: 'choose' })
  if (isWritten && (email.trim() ? !EMAIL.test(email.trim()) : !number.trim())) faults.push({ field: 'email', key: 'emailBad' })
  return faults
}

const SERVER_FAULTS: readonly Fault[] = [
  { field: 'number', key: 'numberBad' },
  { field: 'extension', key: 'extensionBad' },
  { field: 'from', key: 'windowGone' },
  { field: 'email', key: 'emailBad' },
]

/** What the server found wrong: `body.number` belongs to the field `number`. In other fields nothing can be wrong. */
export const serverFaults = (places: readonly string[]): Fault[] =>
  SERVER_FAULTS.filter(({ field }) => places.some((place) => place.startsWith(`body.${field === 'from' ? 'wish' : field}`)))

/** The choice with what is offered now: at first the soonest, and `isLost` when what he chose is not offered any more. */
export function fitted({ when, from }: Draft, { now, windows }: PublicOptions): Pick<Draft, 'when' | 'from'> & { isLost: boolean } {
  const first = windows[0]?.from ?? ''
  const isFree = windows.some((window) => window.from === from)
  if (when === '') return { when: now ? 'now' : first ? 'window' : 'written', from: first, isLost: false }
  const isLost = when === 'now' ? !now : when === 'window' && !isFree && (from !== '' || first === '')
  if (isLost) return { when: first ? 'window' : 'written', from: '', isLost }
  return { when, from: isFree || when === 'window' ? from : first, isLost }
}

type About = { language: string; zone?: string | undefined; skill?: string | undefined }

/** The body of the request; what is empty is left out. */
export function requestOf({ when, from, email, ...typed }: Draft, windows: readonly CallbackWindow[], { language, zone, skill }: About) {
  const wish = when === 'window' ? windows.find((window) => window.from === from) : when
  const texts = Object.entries({ ...typed, email: when === 'written' ? email : '', language, zone, skill })
  return { ...Object.fromEntries(texts.flatMap(([name, text]) => (text?.trim() ? [[name, text.trim()]] : []))), wish }
}
