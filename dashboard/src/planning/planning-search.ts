export const TABS = ['requests', 'types', 'needs', 'demand', 'advice', 'people', 'leave', 'sites', 'rules'] as const
export type Tab = (typeof TABS)[number]
/** What the page shows; it stands in the URL, so that a link shows a colleague the same. */
export type PlanningSearch = { tab?: Tab; site?: string; year?: number }

export const readPlanningSearch = (search: Record<string, unknown>): PlanningSearch => {
  const tab = TABS.find((known) => known === search['tab'])
  const year = Number(search['year'])
  const { site } = search
  return {
    ...(tab ? { tab } : {}),
    ...(typeof site === 'string' && site !== '' ? { site } : {}),
    ...(Number.isInteger(year) && year >= 2000 && year <= 2100 ? { year } : {}),
  }
}
