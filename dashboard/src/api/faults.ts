/** What the server answers when it refuses (RFC 9457), or what stands in for it when no server answered (`status` 0). */
export type Problem = {
  status: number
  title: string
  detail: string
  code: string
  /** They fill the blanks of the translation of `code`. */
  values: Readonly<Record<string, string | number>>
  /** Faults by the name of the field: `email`, `contact.phone`. */
  fields: Readonly<Record<string, string>>
}

export const NO_ANSWER: Problem = { status: 0, title: '', detail: '', code: '', values: {}, fields: {} }

/** Refusals that name no field, but can only be about one; shown there if the form has it. */
const FIELDS_OF_CODE: Readonly<Record<string, readonly string[]>> = {
  NUMBER_INVALID: ['number', 'phone'],
  NUMBER_OF_OURS: ['number'],
  FLOW_UNKNOWN: ['flow'],
  SITE_UNKNOWN: ['siteId'],
  LEVEL_UNKNOWN: ['levelId'],
  EXPIRY_PASSED: ['expiresAt'],
  WRONG_PASSWORD: ['current'],
}

/** Reads problem+json; whatever else came (a proxy's page) becomes a plain problem. */
export const readProblem = (status: number, body: unknown): Problem => {
  if (!isRecord(body)) return { ...NO_ANSWER, status }
  const { title, detail, code } = body
  return {
    status,
    title: typeof title === 'string' ? title : '',
    detail: typeof detail === 'string' ? detail : '',
    code: typeof code === 'string' ? code : '',
    values: isRecord(body['values']) ? readValues(body['values']) : {},
    fields: readFields(body['faults'] ?? body['errors']),
  }
}

/** Which of the form's own fields a refusal is about: by name, else by its code. */
export const fieldsOf = (problem: Problem, names: readonly string[]): { named: Record<string, string>; byCode?: string } => {
  const named = Object.fromEntries(Object.entries(problem.fields).filter(([name]) => names.includes(name)))
  const byCode = FIELDS_OF_CODE[problem.code]?.find((name) => names.includes(name))
  return { named, ...(byCode === undefined ? {} : { byCode }) }
}

const readFields = (faults: unknown): Record<string, string> => {
  const fields: Record<string, string> = {}
  for (const fault of Array.isArray(faults) ? faults : []) {
    if (!isRecord(fault)) continue
    const place = String(fault['place'] ?? fault['path'] ?? '').replace(/^(body|params|querystring|query)\.?/, '')
    // The first fault of a field is the one shown.
    if (place !== '' && typeof fault['message'] === 'string') fields[place] ??= fault['message']
  }
  return fields
}

const readValues = (values: Record<string, unknown>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [])))

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
