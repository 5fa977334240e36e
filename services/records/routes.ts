import { z } from 'zod'
import type { RoutePlugin } from '../http/app.ts'
import { customerChange, customerDetail, customerFilter, customerRow } from '../schemas/customers.ts'
import { STAFF } from '../schemas/people.ts'
import type { CustomerRecords } from './store.ts'

const tags = ['customers']
const params = z.object({ id: z.uuid() })

export function customerRoutes({ customers }: { customers: CustomerRecords }): RoutePlugin {
  return (app) => {
    app.get(
      '/api/customers',
      { config: { access: STAFF }, schema: { tags, querystring: customerFilter, response: { 200: z.array(customerRow) } } },
      (request) => customers.listCustomers(request.query),
    )
    app.get('/api/customers/:id', { config: { access: STAFF }, schema: { tags, params, response: { 200: customerDetail } } }, (request) =>
      customers.getCustomer(request.params.id),
    )
    app.patch(
      '/api/customers/:id',
      { config: { access: STAFF }, schema: { tags, params, body: customerChange, response: { 200: customerDetail } } },
      (request) => customers.changeCustomer(request.params.id, request.body),
    )
  }
}
