import type { Feature, Ground } from '../feature.ts'
import { apiKeyRoutes } from './api-keys/routes.ts'
import { apiKeyService } from './api-keys/service.ts'
import { linkRoutes } from './links/routes.ts'
import { linkService } from './links/service.ts'
import { peopleRoutes } from './routes.ts'
import { peopleService } from './service.ts'
import { signInRoutes } from './sign-in/routes.ts'
import { signInService } from './sign-in/service.ts'

export function peopleFeature({ config, database, clock, publicUrl, simulator }: Ground) {
  const people = peopleService({ database, clock })
  const signIns = signInService({ database, clock })
  const links = linkService({ database, clock, baseUrl: publicUrl })
  const apiKeys = apiKeyService({ database, clock })
  return {
    signIns,
    links,
    apiKeys,
    phoneOf: async (id: string) => (await people.getPerson(id)).phone,
    routes: [
      signInRoutes({ signIns, people, clock, publicUrl: config.publicUrl, hasPhone: simulator !== undefined }),
      linkRoutes({ links, publicUrl: config.publicUrl }),
      peopleRoutes({ people }),
      apiKeyRoutes({ apiKeys }),
    ],
  } satisfies Feature & Record<string, unknown>
}
