/** By which channels somebody is told something. */
export type Channel = 'sms' | 'email' | 'call'

/** A number or address of his. */
export type Point = {
  kind: 'phone' | 'email'
  value: string
  /** His alone, as far as we know: else he hears how it stands, and nothing personal. */
  isPersonal: boolean
  /** likely: a mobile; unlikely: a landline by the numbering plan; never: one was sent back from there, or he wants none. */
  texts: 'likely' | 'unlikely' | 'never'
  canBeCalled: boolean
}
export type Way = { channel: Channel; to: string; isPersonal: boolean }

/** Quiet ways first: who has a mobile is not called for news. */
const ORDER: readonly Channel[] = ['sms', 'email', 'call']

/** The ways to somebody, the best first: what he prefers, then numbers and addresses that are his alone. */
export function waysTo(points: readonly Point[], { preferred, channels }: { preferred: Channel | null; channels: readonly Channel[] }): Way[] {
  const ways = points.flatMap((point) => channelsOf(point, preferred).map((channel): Way => ({ channel, to: point.value, isPersonal: point.isPersonal })))
  const rank = ({ channel, isPersonal }: Way): number => (channel === preferred ? 0 : 20) + (isPersonal ? 0 : 10) + ORDER.indexOf(channel)
  return ways.filter(({ channel }) => channels.includes(channel)).sort((one, other) => rank(one) - rank(other))
}

function channelsOf({ kind, texts, canBeCalled }: Point, preferred: Channel | null): Channel[] {
  if (kind === 'email') return ['email']
  // Who asks for texts knows his phone better than a numbering plan does.
  const takesTexts = texts === 'likely' || (texts === 'unlikely' && preferred === 'sms')
  return [...(takesTexts ? (['sms'] as const) : []), ...(canBeCalled ? (['call'] as const) : [])]
}
