import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Waits until it is true on the page. Playwright's own `waitForFunction` asks the second time by `eval`, which the policy of the page forbids. */
export async function isTrue(page: Page, condition: string): Promise<void> {
  await expect.poll(() => page.evaluate(condition), { timeout: 15_000, message: condition }).toBe(true)
}

/** Words that fade in, or of which newer ones are on their way, are faint until then, and no fault; what moves for ever is not waited for. */
const IS_STILL = `document.querySelector('[aria-busy="true"]') === null && document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect.getComputedTiming().iterations === Infinity)`

/** What axe finds wrong, by rule and place. `evaluate`, because the policy of the page allows no foreign script. */
export async function axeViolations(page: Page): Promise<string[]> {
  await isTrue(page, IS_STILL)
  await page.evaluate(await readFile(AXE, 'utf8'))
  const found = (await page.evaluate('axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })')) as {
    violations: Array<{ id: string; nodes: Array<{ target: string[]; failureSummary: string }> }>
  }
  return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`))
}
