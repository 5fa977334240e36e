export const VIEWS = ['mine', 'house', 'packs'] as const
export type PayView = (typeof VIEWS)[number]
/** What the page shows; it stands in the URL, so that a link shows a colleague the same. */
export type PaySearch = { view?: PayView; month?: string; person?: string }

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/

export const readPaySearch = (search: Record<string, unknown>): PaySearch => {
  const view = VIEWS.find((known) => known === search['view'])
  const { month, person } = search
  return {
    ...(view ? { view } : {}),
    ...(typeof month === 'string' && MONTH.test(month) ? { month } : {}),
    ...(typeof person === 'string' && person !== '' ? { person } : {}),
  }
}
