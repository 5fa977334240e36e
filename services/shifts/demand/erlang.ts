/** Erlang C: calls come at random, wait in line, and talk for a while. */
export type Load = { calls: number; intervalSeconds: number; talkSeconds: number }
export type Service = { share: number; answerSeconds: number }

/** Hours of talk in each hour. */
export const trafficOf = ({ calls, intervalSeconds, talkSeconds }: Load): number => (calls * talkSeconds) / intervalSeconds

/** The chance that a caller waits when so many people are there; 1 when they cannot keep up. By way of Erlang B, which overflows nowhere. */
export function chanceOfWaiting(traffic: number, people: number): number {
  if (people <= traffic) return traffic === 0 ? 0 : 1
  let blocked = 1
  for (let n = 1; n <= people; n++) blocked = (traffic * blocked) / (n + traffic * blocked)
  return blocked / (1 - (traffic / people) * (1 - blocked))
}

/** The share of the callers who are answered within so many seconds. */
export function answeredWithin(load: Load, people: number, seconds: number): number {
  const traffic = trafficOf(load)
  if (people <= traffic) return traffic === 0 ? 1 : 0
  return 1 - chanceOfWaiting(traffic, people) * Math.exp((-(people - traffic) * seconds) / load.talkSeconds)
}

/** Seconds that a caller waits on the average; Infinity when they cannot keep up. */
export function meanWait(load: Load, people: number): number {
  const traffic = trafficOf(load)
  if (traffic === 0) return 0
  return people <= traffic ? Infinity : (chanceOfWaiting(traffic, people) * load.talkSeconds) / (people - traffic)
}

/** The fewest people who answer that share in time; nobody when nobody calls. */
export function peopleNeeded(load: Load, { share, answerSeconds }: Service): number {
  if (load.calls <= 0) return 0
  let people = Math.floor(trafficOf(load)) + 1
  while (answeredWithin(load, people, answerSeconds) < share) people += 1
  return people
}
