/** Chrome stops in the middle of utterances longer than about 15 s: longer texts are spoken piece by piece. */
export const LONGEST_PIECE = 200

/** Splits where a speaker would breathe: after sentences, else after commas, else between words. */
export const splitForSpeech = (text: string, longest = LONGEST_PIECE): string[] => {
  const rest = text.trim()
  if (rest === '') return []
  if (rest.length <= longest) return [rest]
  const head = rest.slice(0, longest + 1)
  const end = [/^.*[.!?…]\s/s, /^.*[,;:]\s/s, /^.*\s/s].map((pattern) => pattern.exec(head)?.[0].length).find(Boolean) ?? longest
  return [rest.slice(0, end).trim(), ...splitForSpeech(rest.slice(end), longest)]
}

/** The `end` event of an utterance may never come; after this long the next one begins all the same. */
export const watchdogMilliseconds = (text: string): number => 60 * text.length + 1000
