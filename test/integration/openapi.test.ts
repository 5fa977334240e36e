import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApiDocument } from '../../services/http/openapi/routes.ts'
import { startLine } from '../support/line.ts'

const FILE = join(import.meta.dirname, '../../docs/openapi.json')

test('docs/openapi.json is what the server says (WRITE_DOCS=1 writes it anew; tell of it in CHANGELOG.md)', async () => {
  const line = await startLine()
  try {
    const now = await openApiDocument(line.app.server.app)
    if (process.env['WRITE_DOCS'] === '1') await writeFile(FILE, now)
    expect(await readFile(FILE, 'utf8')).toBe(now)
  } finally {
    await line.stop()
  }
})
