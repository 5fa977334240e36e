import type { Feature, Ground } from '../feature.ts'
import { mailClient } from './client.ts'
import { emailJobs, type EmailJobsOptions } from './jobs.ts'
import { mailboxReader } from './mailbox/client.ts'
import { mailboxRoutes } from './mailbox/routes.ts'

/** `ended`: what was to be said in the e-mail is settled, or goes another way. */
export const mailFeature = ({ config, database, clock, mailbox, log }: Ground, { ended }: Pick<EmailJobsOptions, 'ended'>): Feature => ({
  routes: mailbox ? [mailboxRoutes({ listMails: mailboxReader(mailbox) })] : [],
  outside: { emails: emailJobs({ database, clock, send: config.mail && mailClient(config.mail), ended, log }) },
})
