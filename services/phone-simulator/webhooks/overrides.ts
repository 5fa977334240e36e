/** Connection overrides that stand in the fragment of a webhook URL, e.g. `#rc=2&rp=ct,rt&rt=5000`. Milliseconds. */
export type Overrides = {
  connectTimeout: number
  readTimeout: number
  totalTimeout: number
  retryCount: number
  retryOn: ReadonlyArray<RetryPolicy>
}
export type RetryPolicy = '4xx' | '5xx' | 'ct' | 'rt' | 'all'
const policies: ReadonlyArray<string> = ['4xx', '5xx', 'ct', 'rt', 'all']

export type WebhookUrl = { kind: 'url'; url: URL; overrides: Overrides } | { kind: 'invalid'; message: string }

/** Resolves a URL against the document it stands in and takes the fragment off: that part is never sent. */
export function webhookUrl(reference: string, base: string | undefined): WebhookUrl {
  const url = URL.canParse(reference, base) ? new URL(reference, base) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return {
      kind: 'invalid',
      message: `"${reference}" is not an absolute http or https URL and the document has none to resolve it against.`,
    }
  }
  const overrides = readOverrides(url.hash.slice(1))
  url.hash = ''
  return { kind: 'url', url, overrides }
}

function readOverrides(fragment: string): Overrides {
  const given = new URLSearchParams(fragment)
  const number = (key: string, least: number, most: number, fallback: number): number => {
    const value = given.get(key)
    return value !== null && /^\d+$/.test(value) ? Math.min(most, Math.max(least, Number(value))) : fallback
  }
  const retryOn = (given.get('rp') ?? 'ct').split(',').filter((word): word is RetryPolicy => policies.includes(word))
  return {
    connectTimeout: number('ct', 100, 10_000, 5000),
    readTimeout: number('rt', 100, 15_000, 15_000),
    totalTimeout: number('tt', 100, 15_000, 15_000),
    retryCount: number('rc', 0, 5, 1),
    retryOn: retryOn.length > 0 ? retryOn : ['ct'],
  }
}

/** What became of one attempt. */
export type Exchange =
  | { kind: 'answered'; status: number; contentType: string | undefined; body: string }
  | { kind: 'connectFailed'; message: string }
  | { kind: 'readTimedOut'; message: string }

/** Whether Twilio would try the same webhook again after this. */
export function isRetried(exchange: Exchange, overrides: Overrides): boolean {
  const on = (policy: RetryPolicy): boolean => overrides.retryOn.includes(policy) || overrides.retryOn.includes('all')
  switch (exchange.kind) {
    case 'connectFailed':
      return on('ct')
    case 'readTimedOut':
      return on('rt')
    case 'answered':
      if (exchange.status >= 500) return on('5xx')
      return exchange.status >= 400 && on('4xx')
  }
}
