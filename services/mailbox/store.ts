import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Letter = { id: string; at: string; from: string; to: string; subject: string; text: string; messageId: string }

/** More are forgotten, the oldest first. */
const MOST_LETTERS = 500

/** Letters in memory and, with a folder, one file each: who starts again finds them. */
export async function openLetters(dir: string | undefined) {
  if (dir !== undefined) await mkdir(dir, { recursive: true, mode: 0o700 })
  let letters = await readLetters(dir)
  let count = letters.length

  async function add(letter: Omit<Letter, 'id'>): Promise<void> {
    count += 1
    // In order of coming, also where several come in one millisecond, or the clock is moved back.
    const id = `${String(Date.now()).padStart(15, '0')}-${String(count).padStart(9, '0')}-${randomUUID().slice(0, 8)}`
    const kept = { id, ...letter }
    if (dir !== undefined) await writeFile(join(dir, `${id}.json`), JSON.stringify(kept), { mode: 0o600 })
    const all = [kept, ...letters]
    letters = all.slice(0, MOST_LETTERS)
    if (dir !== undefined) for (const gone of all.slice(MOST_LETTERS)) await rm(join(dir, `${gone.id}.json`), { force: true })
  }

  async function clear(): Promise<void> {
    const gone = letters
    letters = []
    if (dir !== undefined) for (const { id } of gone) await rm(join(dir, `${id}.json`), { force: true })
  }

  return { list: (): readonly Letter[] => letters, add, clear }
}

async function readLetters(dir: string | undefined): Promise<Letter[]> {
  if (dir === undefined) return []
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json')).sort()
  const letters: Letter[] = []
  for (const name of names.reverse().slice(0, MOST_LETTERS)) {
    try {
      letters.push(JSON.parse(await readFile(join(dir, name), 'utf8')) as Letter)
    } catch {
      // Half a file of a machine that lost its power: the letter was never confirmed to its sender.
    }
  }
  return letters
}
