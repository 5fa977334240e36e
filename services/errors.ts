/**
 * The one error catalogue: code -> [HTTP status, text]. `{words}` in a text are filled in by whoever raises the error;
 * a text names the place and the value and says what is allowed. docs/errors.md holds the same table (a test compares).
 * The page translates by code; the text is for programs' authors and logs.
 */
export const ERRORS = {
  INVALID_INPUT: [400, 'The request does not fit this route; see "faults".'],
  BAD_REQUEST: [400, 'The request could not be read: {reason}'],
  NOT_SIGNED_IN: [401, 'Sign in, or send "Authorization: Bearer <API key>"; a session or key that was sent has ended.'],
  WRONG_CREDENTIALS: [401, 'E-mail address and password do not belong together.'],
  WRONG_PASSWORD: [403, 'The current password is wrong.'],
  ROLE_NOT_ALLOWED: [403, 'The role "{role}" may not do this; allowed: {allowed}.'],
  NEEDS_PERSON: [403, 'This belongs to a person who is signed in; an API key has none.'],
  ORIGIN_FOREIGN: [403, 'The header Origin says "{origin}"; allowed are pages of this server only: {allowed}.'],
  ROUTE_NOT_FOUND: [404, 'There is no {method} {path}; see /docs.'],
  NOT_FOUND: [404, 'There is no {kind} "{id}".'],
  LINK_NOT_FOUND: [404, 'This link is not known here; ask for a new one.'],
  LINK_EXPIRED: [410, 'This link ended at {at}; ask for a new one.'],
  LINK_USED: [410, 'This link was used at {at}; it works once. Sign in, or ask for a new one.'],
  ALREADY_EXISTS: [409, '{kind} "{value}" exists already.'],
  STILL_IN_USE: [409, 'This still belongs to something else and cannot go: {place}.'],
  LAST_ADMIN: [409, '{name} is the last active admin; make somebody else admin first.'],
  PERSON_HEADS_LEVEL: [409, '{name} is the head of {levels}; a level always needs a keeper, so give it another head first.'],
  PERSON_INACTIVE: [409, '{name} is deactivated; activate the person first.'],
  NUMBER_INVALID: [400, '"{number}" is not a phone number in international form; allowed: + and country code, e.g. +493023125100.'],
  FLOW_UNKNOWN: [400, 'There is no flow "{flow}"; allowed: {allowed}.'],
  FLOW_HAS_ERRORS: [409, 'The flow has {count} errors and is not published; the first: {first}'],
  FLOW_RENAMED: [409, 'The text is the flow "{given}", not "{flow}"; publish it under its own name.'],
  FLOW_FOLDER_READ_ONLY: [409, 'The folder of the flows cannot be written ({reason}); change the file there and it is published by itself.'],
  FLOW_UNREADABLE: [409, 'The version {version} of "{flow}" does not fit this program any more.'],
  SITE_UNKNOWN: [400, 'There is no site "{site}"; allowed: {allowed}.'],
  LEVEL_UNKNOWN: [400, 'There is no level "{level}"; allowed: {allowed}.'],
  EXPIRY_PASSED: [400, 'The key would end at {at}, which has passed; it is {now}.'],
  ZONE_UNKNOWN: [400, 'There is no time zone "{zone}"; allowed are IANA names such as Europe/Berlin.'],
  SKILL_UNKNOWN: [400, 'There is no skill "{skill}"; allowed: {allowed}.'],
  PERSON_UNKNOWN: [400, 'There is no active person "{person}".'],
  PERIOD_INVALID: [400, 'The period from {from} to {to} is not possible; it must run forward and last at most {days} days.'],
  SHIFT_NEEDS: [400, 'A shift without a type needs "{field}".'],
  SHIFT_TOO_LONG: [400, 'The shift would last {hours} h; at most {limit} h are allowed.'],
  AMBIGUOUS_TIME: [409, 'On {date} the clock shows {time} twice; say which one with "fold": "first" or "last".'],
  SKIPPED_TIME: [400, 'On {date} the clock never shows {time}; it is skipped when the clocks go forward.'],
  EDITED_MEANWHILE: [409, 'Somebody has changed this meanwhile; look at it again.'],
  TWO_NIGHTS: [409, '{name} would work the nights of {night} and {next}; nobody works two nights in a row.'],
  OVERLAP: [409, '{name} would be on two shifts at once.'],
  COVERED_ALREADY: [409, 'Somebody stands in for this time already; take that back first.'],
  SAME_PERSON: [400, '{name} is named twice; two different persons are needed.'],
  NOT_PUBLISHED: [409, 'This shift is not published; change the draft instead.'],
  OUTSIDE_SHIFT: [400, 'The time from {from} to {to} is not within the shift.'],
  OFFER_IS_OVER: [409, 'This shift is not looked for any more; the offer is {state}.'],
  PLAN_EDITED: [409, 'The draft has been changed since the plan was applied, of {names}; take these changes back first, or the plan shift by shift.'],
  OWN_REQUEST: [403, 'Nobody decides about his own leave or shift; this is for {names}.'],
  ALONE_SAY_WHY: [409, 'This is your own, and there is nobody else who plans: say why it is so, in the answer; it is written down.'],
  OFFER_CHANGED: [409, 'A shift of this offer is not what it was when it was agreed on; the offer is withdrawn, and all whom it concerns are told.'],
  SHIFT_HAS_BEGUN: [409, 'This shift began at {at}; what has begun is not given away.'],
  CHANGE_UNLAWFUL: [409, 'This would break a rule: {rules}.'],
  ROSTER_CHANGED: [409, 'The roster has changed since you looked at what would be published; look again.'],
  NOTHING_TO_PUBLISH: [409, 'The draft of this period is published already.'],
  FINDINGS_NEED_REASON: [409, '{count} findings are unlawful; publish with a reason, or mend them.'],
  ICAL_UNREADABLE: [400, 'This is not a calendar that can be read: {reason}'],
  PIN_NEEDS_PHONE: [409, '{name} has no phone number on record; the PIN is keyed on that phone.'],
  NIGHT_RULE_BROKEN: [409, 'By this rule {name} would work two nights in a row in the {plan} roster already; change the roster first.'],
  HEAD_TOO_LOW: [409, '{name} stands below "{level}"; the head of a level is of that level or above.'],
  HEIR_BELOW_TOP: [409, '{name} is not of the top; name another executive or the deputy for {cases}.'],
  CASE_IS_OVER: [409, 'Case {number} is {status}; reopen it first.'],
  CASE_IS_OPEN: [409, 'Case {number} is open already.'],
  TAKEN_MEANWHILE: [409, '{name} has taken this case.'],
  NOT_THE_OWNER: [409, 'Only its owner, {name}, may do this with the case.'],
  MAY_NOT_TAKE: [409, 'This case is at the level "{level}"; allowed to take it: its members, and whoever the policy names.'],
  MAY_NOT_TAKE_OVER: [409, '{name} owns this case and is on shift; allowed: a supervisor, or a colleague of the same level while the owner is off shift.'],
  TOP_CANNOT_PASS: [409, 'The case is at the top; who owns it there solves it.'],
  NOT_ACKNOWLEDGED: [422, 'The caller has not been told that the case is taken up; the first step of the form is missing: {missing}.'],
  FACTS_MISSING: [422, 'Facts are missing that this reason asks for: {names}.'],
  NOTHING_TO_TAKE: [404, 'There is no case to take.'],
  ENOUGH_IN_HAND: [409, 'You have {count} open cases; at most {most} are allowed at this level.'],
  JOINS_OTHER_CUSTOMER: [409, 'Case {number} belongs to another customer, {name}; join cases of one customer.'],
  UNREACHABLE_TOO_SOON: [422, 'Closing as unreachable needs three tries at different hours and a written notice; so far: {tries} tries, notice: {notice}.'],
  PROMISE_TOO_LATE: [422, 'The time {dueAt} is not possible; allowed is any time from now to the end of the 20 hours, {latest}.'],
  TEMPLATE_HAS_BLANKS: [422, 'The message cannot be sent; these blanks are empty: {names}.'],
  RULE_INVALID: [400, 'The rule "{kind}" cannot be kept: {place}: {reason}'],
  UNREACHABLE_CUSTOMER: [409, 'There is no way to reach this customer: {reason}.'],
  ALREADY_MERGED: [409, 'The record "{name}" has been merged already.'],
  MERGE_UNDONE: [409, 'This merge was undone at {at}.'],
  NUMBER_OF_OURS: [409, '{number} is a number of ours or of our people.'],
  CSV_UNREADABLE: [400, 'This is not a table that can be read: {reason}'],
  RECORDING_DELETED: [410, 'The recording was deleted at {at}.'],
  RECORDING_AWAY: [503, 'The provider does not give the recording out now; try again in a moment.'],
  SUCCESSOR_MISSING: [409, '{name} still has {count} open items: {kind}; a departure hands them over, name a successor for each.'],
  NOT_ON_THIS_CALL: [409, 'You are not on this call, or it is over.'],
  CALL_ACT_NOT_NOW: [409, '"{act}" is not possible now: {reason}'],
  NOT_ON_DUTY: [409, 'You are not on shift now; allowed: who is on.'],
  CALLBACK_IS_OVER: [409, 'This callback is over ({state}).'],
  CALLBACK_RINGS: [409, 'A phone rings or somebody talks for this callback; try again when that has ended.'],
  CALLBACK_UNVERIFIED: [409, 'The code for this callback has not come back yet; until then it can only be cancelled.'],
  CALLBACK_NOT_YOURS: [403, 'This callback is not yours; allowed: who is to call, the owner of its case, and supervision.'],
  NO_CALLBACK_WAITS: [404, 'No callback waits that you could take.'],
  SNOOZE_NOT_POSSIBLE: [422, 'Until {until} is not possible; allowed is any time after now and not after {latest}.'],
  WINDOW_GONE: [409, 'The window from {from} to {to} cannot be promised any more; free: {free}.'],
  NO_COVER: [409, 'Nobody is on who could call; somebody is from {opensAt} on.'],
  MONTH_NOT_OVER: [409, 'The month {month} is not over; it can be closed from {from} on.'],
  MONTH_CLOSED: [409, 'The month {month} was closed at {at}.'],
  PAY_NOT_READY: [409, 'The pay of {month} cannot be settled yet. Worked times wait for a decision: {waiting}. It is not clear what to pay: {unclear}.'],
  NOTHING_TO_PAY: [409, 'Nobody worked in {month}, and nobody has a contract.'],
  PAY_SAME: [409, '{month} comes out the same for {name}; there is nothing to correct.'],
  MONTH_OPEN: [409, 'The month {month} is not closed; change the month itself.'],
  MONTH_NOT_LATER: [400, 'A correction of {month} is paid in a later month, not in {paidIn}.'],
  OWN_TIME: [403, 'Nobody decides about worked time of his own.'],
  TIME_NOT_OVER: [400, 'It is {now}; worked time cannot end later, at {to}.'],
  CODE_WRONG: [422, 'This is not the code that was sent; tries left: {left}.'],
  CODE_OVER: [410, 'The code does not count any more; ask to be called again.'],
  NOT_NOW: [429, 'Requests cannot be taken now; try again later, or call.'],
  BODY_TOO_LARGE: [413, 'The body is too large; at most {bytes} bytes are allowed.'],
  MEDIA_TYPE_UNKNOWN: [415, 'The content type is not read here; send application/json.'],
  TOO_MANY_REQUESTS: [429, 'Too many tries; try again in {seconds} s.'],
  TOO_MANY_SOCKETS: [429, 'At most {limit} live connections for one person.'],
  INTERNAL: [500, 'Something broke here; it is in the log under this request id.'],
  PHONE_UNAVAILABLE: [503, 'The phone simulator does not answer; try again in a moment.'],
  MAILBOX_UNAVAILABLE: [503, 'The local mailbox does not answer; try again in a moment.'],
  UNAVAILABLE: [503, 'The database does not answer; try again in a moment.'],
} as const satisfies Record<string, readonly [status: number, text: string]>

export type ErrorCode = keyof typeof ERRORS

type Blanks<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Blanks<Rest> : never
type BlanksOf<Code extends ErrorCode> = Blanks<(typeof ERRORS)[Code][1]>
type Values<Code extends ErrorCode> = [BlanksOf<Code>] extends [never] ? [] : [values: Record<BlanksOf<Code>, string | number>]

/** What a service throws when it refuses. Everything else that is thrown is a bug or a broken machine. */
export type DomainError = Error & {
  readonly name: 'DomainError'
  readonly code: ErrorCode
  readonly status: number
  readonly values: Readonly<Record<string, string | number>>
}

/** Makes the error `code`; the compiler asks for exactly the blanks of its text: `domainError('NOT_FOUND', { kind: 'person', id })`. */
export function domainError<Code extends ErrorCode>(code: Code, ...[given]: Values<Code>): DomainError {
  const values: Readonly<Record<string, string | number>> = given ?? {}
  const [status, text] = ERRORS[code]
  const error = new Error(fill(text, values))
  return Object.assign(error, { name: 'DomainError' as const, code, status, values })
}

export function isDomainError(value: unknown): value is DomainError {
  return value instanceof Error && value.name === 'DomainError' && 'code' in value && typeof value.code === 'string' && value.code in ERRORS
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => String(values[name] ?? blank))
}
