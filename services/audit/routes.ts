import { z } from 'zod'
import type { RoutePlugin } from '../http/app.ts'
import { auditEntry, auditFilter } from '../schemas/audit.ts'
import type { AuditReader } from './service.ts'

export function auditRoutes({ listAudit }: { listAudit: AuditReader }): RoutePlugin {
  return (app) => {
    app.get(
      '/api/audit',
      { config: { access: ['executive', 'admin'] }, schema: { tags: ['audit'], querystring: auditFilter, response: { 200: z.array(auditEntry) } } },
      (request) => listAudit(request.query),
    )
  }
}
