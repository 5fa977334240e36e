import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ForeignSite = { url: string; page: (attributes?: string, language?: string) => string; close: () => Promise<void> }

/** A page of somebody else, on another host, that trusts the line for scripts and answers and for nothing more: not even a style of its own may be inline. */
export async function foreignSite(line: string): Promise<ForeignSite> {
  const policy = [
    "default-src 'none'",
    `script-src ${line}`,
    `connect-src ${line}`,
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site')
    if (pathname !== '/') return void response.writeHead(404).end()
    const language = searchParams.get('language') ?? 'en'
    const tag = `<nightline-callback ${searchParams.get('attributes') ?? ''}><a href="${line}/callback">Ask to be called back</a></nightline-callback>`
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    response.end(`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A shop</title></head>
<body><main><h1>A shop</h1>${tag}</main><script src="${line}/widget.js" async></script></body></html>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`
  return {
    url,
    page: (attributes = '', language = 'en') => `${url}?${new URLSearchParams({ attributes, language })}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
