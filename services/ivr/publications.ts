/** A version of a flow was made the one that new calls begin on. */
export type Publication = { version: string; publishedAt: Date; by: 'folder' | 'page' | 'command'; why: string }

/**
 * Is the version that lies in the folder to be published now? `before`: what lay there when this program looked last; `published`: newest first.
 *
 * A file that changes while the program runs is meant. At the start it may be left over: who has rolled back or published on the page keeps that,
 * and what the folder itself published last may have gone back while nobody looked.
 */
export function isToBePublished(version: string, { before, published }: { before: string | undefined; published: readonly Publication[] }): boolean {
  const [newest] = published
  if (newest?.version === version || before === version) return false
  if (before !== undefined || newest === undefined || newest.by === 'folder') return true
  return published.every((one) => one.version !== version)
}

/** The version that was in use before the present one; undefined when there never was another. */
export function versionToRollBackTo(published: readonly Publication[]): string | undefined {
  return published.find(({ version }) => version !== published[0]?.version)?.version
}
