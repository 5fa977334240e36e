/** Hosts that flows may ask, as a URL spells them (`example.org`, `example.org:8443`), and the token that goes to each. */
export type FlowHosts = ReadonlyMap<string, { token: string | null }>

/** Reads `host`, `host:port` or `host|token`, divided by commas. A fault never repeats a token. */
export function flowHosts(text: string): { hosts: FlowHosts } | { fault: string } {
  const hosts = new Map<string, { token: string | null }>()
  for (const [n, entry] of text.split(',').entries()) {
    const [host = '', ...token] = entry.trim().split('|')
    if (host === '' && token.length === 0) continue
    if (!isHost(host)) return { fault: `entry ${n + 1} begins with no host; allowed: host, host:port or host|token, divided by commas, without https://` }
    hosts.set(host.toLowerCase(), { token: token.join('|') || null })
  }
  return { hosts }
}

const isHost = (text: string): boolean => URL.canParse(`https://${text}`) && new URL(`https://${text}`).host === text.toLowerCase()

/** This machine, where a request need not be encrypted. */
const HERE = new Set(['localhost', '127.0.0.1'])

/**
 * May a flow ask this URL? Its host must be in the list, port and all. The list is the only guard: a listed name that leads to a private address
 * is meant by whoever wrote the list.
 */
export function allowedHost(url: string, hosts: FlowHosts): { url: URL; token: string | null } | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const found = parsed && hosts.get(parsed.host)
  if (!parsed || !found || parsed.username !== '' || parsed.password !== '') return undefined
  return parsed.protocol === 'https:' || (parsed.protocol === 'http:' && HERE.has(parsed.hostname)) ? { url: parsed, token: found.token } : undefined
}
