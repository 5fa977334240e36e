export const FLOW_TABS = ['graph', 'text', 'compare', 'history'] as const
export type FlowTab = (typeof FLOW_TABS)[number]

/** What of a flow is shown; it stands in the URL, so that a link shows a colleague the same step. */
export type FlowSearch = { tab?: FlowTab; step?: string; line?: number }

export const readFlowSearch = (search: Record<string, unknown>): FlowSearch => {
  const tab = FLOW_TABS.find((known) => known === search['tab'])
  const line = Number(search['line'])
  return {
    ...(tab === undefined ? {} : { tab }),
    ...(typeof search['step'] === 'string' && search['step'] !== '' ? { step: search['step'] } : {}),
    ...(Number.isInteger(line) && line > 0 ? { line } : {}),
  }
}
