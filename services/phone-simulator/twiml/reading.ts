import type { Callback, Method, TwimlError } from './verbs.ts'
import type { XmlElement } from './xml.ts'

/** A document that Twilio would not play, with its code. Thrown while reading; `readTwiml` answers it. */
export class Refused extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
export type Warnings = TwimlError[]
export type Attributes = Readonly<Record<string, string>>

export const elements = (element: XmlElement): XmlElement[] => element.children.filter((child) => typeof child !== 'string')

/** The words of an element; SSML inside Say counts by its words. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

export function list(value: string | undefined, fallback: string): string[] {
  return (value ?? fallback).split(/[\s,]+/).filter((word) => word !== '')
}

export function flag(value: string | undefined, fallback: boolean): boolean {
  return value === undefined ? fallback : value.toLowerCase() === 'true'
}

export function whole(value: string | undefined, fallback: number, least: number, code: number, what: string): number {
  if (value === undefined || value === '') return fallback
  if (!/^\d+$/.test(value) || Number(value) < least) throw new Refused(code, `${what}: invalid value "${value}"; allowed: whole numbers from ${least}.`)
  return Number(value)
}

export function method(value: string | undefined, what: string, code: number): Method {
  const upper = (value ?? 'POST').toUpperCase()
  if (upper !== 'GET' && upper !== 'POST') throw new Refused(code, `${what}: invalid method "${value ?? ''}"; allowed: GET, POST.`)
  return upper
}

/** `name`, `nameMethod` and `nameEvent` of an element. */
export function callback(at: Attributes, name: string, what: string, code: number, fallbackEvents = 'completed'): Callback | undefined {
  const url = at[name]
  const how = method(at[`${name}Method`], what, code)
  return url === undefined ? undefined : { url, method: how, events: list(at[`${name}Event`], fallbackEvents) }
}
