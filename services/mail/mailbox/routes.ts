import type { RoutePlugin } from '../../http/app.ts'
import { mailList } from '../../schemas/messages.ts'
import type { ListMails } from './client.ts'

/** What would have gone out: letters to customers are nobody's business but of those who run the house. */
export function mailboxRoutes({ listMails }: { listMails: ListMails }): RoutePlugin {
  return (app) => {
    app.get('/api/mailbox', { config: { access: ['supervisor', 'admin'] }, schema: { tags: ['phone'], response: { 200: mailList } } }, () => listMails())
  }
}
