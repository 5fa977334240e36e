import { z } from 'zod'
import { RestRefusal, type RestErrorCode } from './errors.ts'

const formSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** A form or query as Twilio sends it: the first value of a field, all values of a repeated one, and checked kinds. `''` counts as not given. */
export type Form = {
  text: (name: string) => string | undefined
  all: (name: string) => string[]
  method: (name: string) => 'GET' | 'POST' | undefined
  url: (name: string, code: RestErrorCode) => string | undefined
  whole: (name: string, least: number, most: number, code?: RestErrorCode) => number | undefined
  flag: (name: string) => boolean | undefined
  oneOf: <T extends string>(name: string, allowed: ReadonlyArray<T>, code?: RestErrorCode) => T | undefined
}

/** Throws RestRefusal 20001 or the code that belongs to the field. */
export function form(input: unknown): Form {
  const parsed = formSchema.safeParse(input ?? {})
  if (!parsed.success) throw new RestRefusal(20001, 'the body is no form')
  const fields = parsed.data
  const all = (name: string): string[] => [fields[name] ?? []].flat()
  const text = (name: string): string | undefined => all(name)[0]
  const given = (name: string): string | undefined => text(name) || undefined

  function oneOf<T extends string>(name: string, allowed: ReadonlyArray<T>, code: RestErrorCode = 20001): T | undefined {
    const value = given(name)
    const found = allowed.find((word) => word === value)
    if (value !== undefined && found === undefined) throw new RestRefusal(code, `${name} is "${value}"; allowed: ${allowed.join(', ')}`)
    return found
  }

  return {
    all,
    text,
    oneOf,
    method(name) {
      const value = given(name)?.toUpperCase()
      if (value === undefined || value === 'GET' || value === 'POST') return value
      throw new RestRefusal(21209, value)
    },
    url(name, code) {
      const value = text(name)
      if (value === undefined || value === '') return value
      if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) throw new RestRefusal(code, value)
      return value
    },
    whole(name, least, most, code = 20001) {
      const value = given(name)
      if (value === undefined) return undefined
      const isRight = /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
      if (!isRight) throw new RestRefusal(code, `${name} is "${value}"; allowed: whole numbers from ${least} to ${most}`)
      return Number(value)
    },
    flag(name) {
      const word = oneOf(name, ['true', 'false'])
      return word === undefined ? undefined : word === 'true'
    },
  }
}

export const isPhoneNumber = (value: string): boolean => /^\+[1-9]\d{6,14}$/.test(value)

/** Whom a call can reach: a number, `client:alice`, `sip:alice@example.com`. */
export const isCallable = (value: string): boolean => isPhoneNumber(value) || /^client:[\w.@+-]{1,120}$/.test(value) || /^sips?:[^\s@]+@[^\s]+$/.test(value)
