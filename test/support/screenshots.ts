import { join } from 'node:path'
import type { Page } from 'playwright-core'

const FOLDER = join(import.meta.dirname, '../e2e/screenshots')

/** A picture of the page for people who look at it: `SHOTS=1 npm run test:e2e`. Nothing compares them, so a usual run takes none. */
export async function shoot(page: Page, name: string, { fullPage = true } = {}): Promise<void> {
  if (process.env['SHOTS']) await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage })
}
