/** What a figure counts, above and below the line; a figure that is no share has nothing below it. */
type Definition = { what: string; numerator: string; denominator: string | null }

/** Figures of a person, by the name of the field in `monthRow`. */
export const PERSON_DEFINITIONS = {
  solved: {
    what: 'Cases that he solved for good. The credit is the owner’s at the moment of solving, in the month of that moment; who is asked to close it later has none.',
    numerator: 'cases solved while he owned them, without those that were reopened within 14 days',
    denominator: null,
  },
  solvedOnSpot: {
    what: 'Of the solved cases, those solved while the caller was on the line.',
    numerator: 'solved with a reason for doing it at once',
    denominator: null,
  },
  passed: { what: 'How often he gave a case to the next level.', numerator: 'passes that he made', denominator: null },
  received: {
    what: 'How often a case came to him, by whichever way. Taking what he had as a keeper already is not counted again.',
    numerator: 'times that he became the owner',
    denominator: null,
  },
  passRate: { what: 'Which part of what he finished he passed on instead of solving it.', numerator: 'passed', denominator: 'solved + passed' },
  custodySeconds: { what: 'How long he owned cases, all cases added up, within this month.', numerator: 'seconds of his custodies', denominator: null },
  idleSeconds: {
    what: 'Of his custody, the time before his first act on the case; without any act, all of it. An act is an entry of his in the history of the case.',
    numerator: 'seconds from receipt to the first act',
    denominator: null,
  },
  unattendedSeconds: {
    what: 'Of his custody, the time in which he had the case only because he keeps the level: nobody had taken it.',
    numerator: 'seconds of custody as a keeper',
    denominator: null,
  },
  passedUnread: { what: 'Cases that he passed on within five minutes and never opened.', numerator: 'such passes', denominator: null },
  reachedTop: {
    what: 'Cases that the 20 hours took from him: they went to the executive unsolved.',
    numerator: 'moves to the executive by the deadline',
    denominator: null,
  },
  secondsLeftAtReceipt: {
    what: 'How much of the 20 hours was left when cases came to him, on average; nothing left counts as 0.',
    numerator: 'seconds to the deadline at receipt',
    denominator: 'received',
  },
  reopened: {
    what: 'Cases that he solved in this month and that were reopened within 14 days. They are not in "solved".',
    numerator: 'solved and reopened',
    denominator: null,
  },
  csat: {
    what: 'Share of the marks 4 and 5 among marks from 1 to 5 for cases that he solved, in the month in which the mark was given.',
    numerator: 'marks 4 and 5',
    denominator: 'ratings',
  },
  ratings: { what: 'Marks given for cases that he solved.', numerator: 'marks', denominator: null },
  factsMissed: {
    what: 'Facts that a later owner had to ask for though the intake should have asked, of cases that he took down.',
    numerator: 'missing facts marked "ours"',
    denominator: null,
  },
} as const satisfies Record<string, Definition>

/** Figures of the house, by the name of the field in `totals`. */
export const HOUSE_DEFINITIONS = {
  opened: { what: 'Cases that were opened.', numerator: 'cases opened', denominator: null },
  solved: { what: 'Cases that were solved for good.', numerator: 'cases solved, without those that were reopened within 14 days', denominator: null },
  closed: { what: 'Cases that ended without a solution: withdrawn, a duplicate, or nobody could be reached.', numerator: 'cases closed', denominator: null },
  open: { what: 'Cases that were open when the month ended, or are open now.', numerator: 'open cases', denominator: null },
  reachedTop: {
    what: 'Cases that were unsolved when their 20 hours had passed.',
    numerator: 'cases unsolved at their deadline',
    denominator: 'cases whose deadline lay in the month',
  },
  promisesDue: {
    what: 'Times told to customers that fell into the month. One that was replaced before its time, or whose case ended without a solution before, does not count.',
    numerator: 'promises due',
    denominator: null,
  },
  promisesKept: { what: 'Of these, those that were kept in time.', numerator: 'promises kept by their time', denominator: 'promisesDue' },
  csat: { what: 'Share of the marks 4 and 5 among all marks from 1 to 5 given in the month.', numerator: 'marks 4 and 5', denominator: 'ratings' },
  ratings: { what: 'Marks given in the month.', numerator: 'marks', denominator: null },
  ratingsAsked: { what: 'Customers who were asked for a mark.', numerator: 'questions that went out', denominator: null },
} as const satisfies Record<string, Definition>

export type PersonFigure = keyof typeof PERSON_DEFINITIONS
export type HouseFigure = keyof typeof HOUSE_DEFINITIONS

export const isPersonFigure = (name: string): name is PersonFigure => Object.hasOwn(PERSON_DEFINITIONS, name)
export const isHouseFigure = (name: string): name is HouseFigure => Object.hasOwn(HOUSE_DEFINITIONS, name)

/** All of them. What only the house has stands under its own name; all of the house also under `totals.`, as in the report. */
export function definitions(): Record<string, Definition> {
  const ofHouse = Object.entries(HOUSE_DEFINITIONS).map(([name, definition]) => [`totals.${name}`, definition] as const)
  return { ...HOUSE_DEFINITIONS, ...PERSON_DEFINITIONS, ...Object.fromEntries(ofHouse) }
}
