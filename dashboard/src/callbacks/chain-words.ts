/** A text, or the name of a person. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : ''
}

/** The body of an event is a free record: what is missing or of another shape becomes empty words, never a broken page. */
export const windowWords = (value: unknown, period: (from: string, to: string) => string): string => {
  if (typeof value !== 'object' || value === null || !('from' in value) || !('to' in value)) return ''
  const { from, to } = value
  return typeof from === 'string' && typeof to === 'string' ? period(from, to) : ''
}

/** A part of the server's English sentence: the key of its words, and what fills them. */
export type WhyPart = { key: string; values: Record<string, string> } | { text: string }

/** Sentences with something of their own in them. */
const PATTERNS: ReadonlyArray<[pattern: RegExp, key: string, name?: string]> = [
  [/^asked for \((.+)\)$/, 'asked', 'source'],
  [/^he was told \((.+)\)$/, 'told', 'kind'],
  [/^he cannot be told \((.+?)\):/, 'notTold', 'kind'],
  [/^next in order; (.+) is free longest/, 'next', 'name'],
  [/^for (.+) only, who is free/, 'onlyFor', 'name'],
  [/^the attempt has ended: (\w+)$/, 'ended', 'outcome'],
  [/^he called us himself at /, 'calledUs'],
]

/** The chain is written in English, once; sentences that never change have words in each language, the rest is shown as it was written. */
export const whyParts = (why: string, isKnown: (key: string) => boolean): WhyPart[] => {
  for (const [pattern, key, name] of PATTERNS) {
    const found = pattern.exec(why)
    if (found) return [{ key: `callbacks.whyParts.${key}`, values: name === undefined ? {} : { [name]: found[1] ?? '' } }]
  }
  if (isKnown(whyKey(why))) return [{ key: whyKey(why), values: {} }]
  const parts = why.split(/(?:; |: )/)
  return parts.length > 1 && parts.every((part) => isKnown(whyKey(part))) ? parts.map((part) => ({ key: whyKey(part), values: {} })) : [{ text: why }]
}

export const whyKey = (why: string): string => `callbacks.whys.${why.replace(/[^a-zA-Z]+/g, '_').replace(/^_|_$/g, '')}`
