import { z } from 'zod'
import { RestRefusal, type RestErrorCode } from './errors.ts'

const formSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** A form or query as Twilio sends it: the first value of a field, all values of a repeated one, and checked kinds. */
export type Form = {
  text: (name: string) => string | undefined
  all: (name: string) => string[]
  method: (name: string) => 'GET' | 'POST' | undefined
  url: (name: string, code: RestErrorCode) => string | undefined
  whole: (name: string, least: number, most: number) => number | undefined
}

/** Throws RestRefusal 20001 or the code that belongs to the field. */
export function form(input: unknown): Form {
  const parsed = formSchema.safeParse(input ?? {})
  if (!parsed.success) throw new RestRefusal(20001, 'the body is no form')
  const fields = parsed.data
  const all = (name: string): string[] => [fields[name] ?? []].flat()
  const text = (name: string): string | undefined => all(name)[0]
  return {
    all,
    text,
    method(name) {
      const value = text(name)?.toUpperCase()
      if (value === undefined || value === '') return undefined
      if (value !== 'GET' && value !== 'POST') throw new RestRefusal(21206, value)
      return value
    },
    url(name, code) {
      const value = text(name)
      if (value === undefined || value === '') return value
      if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) throw new RestRefusal(code, value)
      return value
    },
    whole(name, least, most) {
      const value = text(name)
      if (value === undefined || value === '') return undefined
      const isRight = /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
      if (!isRight) throw new RestRefusal(20001, `${name} is "${value}"; allowed: whole numbers from ${least} to ${most}`)
      return Number(value)
    },
  }
}

export const isPhoneNumber = (value: string): boolean => /^\+[1-9]\d{6,14}$/.test(value)
