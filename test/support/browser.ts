import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, link, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'
import { chromium, type BrowserContext } from 'playwright-core'

const run = promisify(execFile)

/** `--disable-quic` and the rest keep the browser off the network: nothing but the page under test may be asked. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

type Program = { executablePath: string; env: Record<string, string> }
export type LaunchedBrowser = { context: BrowserContext; executablePath: string; close: () => Promise<void> }
export type LaunchOptions = {
  locale?: string
  colorScheme?: 'light' | 'dark'
  viewport?: { width: number; height: number }
  /** More of the command line, such as a microphone that beeps. */
  flags?: readonly string[]
}

/** A real Chromium with a profile of its own: an installed one if there is one, else the one from @sparticuz/chromium. */
export const launchBrowser = async (options: LaunchOptions = {}): Promise<LaunchedBrowser> => {
  const program = await findProgram()
  const profile = await mkdtemp(join(tmpdir(), 'nightline-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program.executablePath,
    env: program.env,
    args: [...FLAGS, ...(options.flags ?? [])],
    locale: options.locale ?? 'en-GB',
    colorScheme: options.colorScheme ?? 'light',
    viewport: options.viewport ?? { width: 1440, height: 900 },
  })
  const close = async () => {
    await context.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  return { context, executablePath: program.executablePath, close }
}

const findProgram = async (): Promise<Program> => {
  const installed = [process.env['CHROMIUM_PATH'] ?? '', ...INSTALLED].find((path) => path !== '' && existsSync(path))
  if (installed !== undefined) return { executablePath: installed, env: ownEnvironment() }
  return unpackBundled()
}

const ownEnvironment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** The bundled browser lacks four libraries and a usable fonts.conf on everything but Amazon Linux; both are in its package. */
const unpackBundled = async (): Promise<Program> => {
  const bin = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', '..', 'bin')
  const home = join(bin, '..', '..', '..', '.cache', 'nightline-browser')
  await mkdir(home, { recursive: true })
  await Promise.all([
    once(join(home, 'chromium'), (target) => unpackFile(join(bin, 'chromium.br'), target)),
    once(join(home, 'libraries'), (target) => unpackArchive(join(bin, 'al2023.tar.br'), target)),
    once(join(home, 'fonts'), (target) => unpackArchive(join(bin, 'fonts.tar.br'), target)),
    // Chromium runs without it (--disable-gpu), but logs a failure for each start.
    once(join(home, 'graphics'), (target) => unpackArchive(join(bin, 'swiftshader.tar.br'), target)),
    once(join(home, 'fonts.conf'), (target) => writeFile(target, fontsConf(join(home, 'fonts'), join(home, 'tmp', 'font-cache')))),
    mkdir(join(home, 'tmp'), { recursive: true }),
  ])
  const env = {
    ...ownEnvironment(),
    LD_LIBRARY_PATH: [join(home, 'libraries', 'lib'), join(home, 'graphics')].join(':'),
    FONTCONFIG_FILE: join(home, 'fonts.conf'),
    TMPDIR: join(home, 'tmp'),
  }
  return { executablePath: join(home, 'chromium'), env }
}

/**
 * Makes `target` in a folder of its own first: a killed run never leaves a half written browser. Of two workers the first wins;
 * what it made is never replaced, for a browser that runs starts its parts from that very file. A renamed folder would replace
 * only an empty one, which nothing here makes; a renamed file would replace any, so a file is linked.
 */
const once = async (target: string, make: (path: string) => Promise<void>): Promise<void> => {
  if (existsSync(target)) return
  const draft = `${target}.${process.pid}.${randomUUID()}.draft`
  try {
    await make(draft)
    if ((await stat(draft)).isDirectory()) await rename(draft, target)
    else await link(draft, target)
  } catch (error) {
    if (!existsSync(target)) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const unpackFile = async (from: string, target: string): Promise<void> => {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(target))
  await chmod(target, 0o755)
}

const unpackArchive = async (from: string, target: string): Promise<void> => {
  await mkdir(target, { recursive: true })
  const archive = `${target}.tar`
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(archive))
  await run('tar', ['-xf', archive, '-C', target, '--no-same-owner'])
  await rm(archive)
}

const fontsConf = (fonts: string, cache: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${escapeXml(fonts)}</dir>
  <cachedir>${escapeXml(cache)}</cachedir>
  <config></config>
</fontconfig>
`

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
