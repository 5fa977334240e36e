import type { FastifyHelmetOptions } from '@fastify/helmet'

/**
 * Security headers. Everything comes from this server; Mantine writes <style> tags, so styles may be inline, scripts never. WebSockets
 * are named because older browsers do not count them to 'self'. HTTPS headers only where the line is reached by https.
 */
export function securityHeaders(publicUrl: string | undefined): FastifyHelmetOptions {
  const isHttps = publicUrl?.startsWith('https:') ?? false
  const sockets = publicUrl ? [new URL(publicUrl).origin.replace(/^http/, 'ws')] : ['ws://localhost:*', 'ws://127.0.0.1:*']
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", ...sockets],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(isHttps && { upgradeInsecureRequests: [] }),
      },
    },
    // The token of a one-time link stands in the page's URL.
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isHttps ? { maxAge: 15_552_000 } : false,
    crossOriginOpenerPolicy: isHttps,
    originAgentCluster: isHttps,
  }
}
