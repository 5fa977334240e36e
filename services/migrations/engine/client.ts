import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import pg from 'pg'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import type { DatabaseConnection } from '../connection.ts'

/** Node has it, but its types (lib.dom) would bring the browser's globals into the server. */
declare const WebAssembly: {
  instantiate: (bytes: Uint8Array, imports: Record<string, object>) => Promise<{ instance: { exports: Record<string, unknown> } }>
}

/** Postgres' one-byte "char", which its catalogs are full of and which adapter-pg does not know. */
const CHAR_OID = 18
/** Any number from 16384 up is a user's own type to adapter-pg, which it passes on as text. */
const UNKNOWN_TO_ADAPTER_OID = 2_000_000_018

/**
 * Prisma's schema engine, connected to a database for the time of `task`. `mendScript` may change a migration's SQL
 * before it is sent.
 */
export async function withSchemaEngine<T>(
  connection: DatabaseConnection,
  task: (engine: SchemaEngine) => Promise<T>,
  mendScript: (script: string) => string = (script) => script,
): Promise<T> {
  const { SchemaEngine } = await engineModule()
  const pool = poolThatKnowsChar(connection)
  try {
    const engine = await SchemaEngine.new(
      { datamodels: undefined },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory({
        provider: 'postgres',
        adapterName: '@prisma/adapter-pg',
        connect: () => connectAdapter(pool, mendScript),
        // The adapter's own would run on the real database whenever it was built from a URL.
        connectToShadowDb: () => Promise.reject(new Error('Nightline uses no shadow database.')),
      }),
    )
    try {
      return await task(engine)
    } finally {
      engine.free()
    }
  } finally {
    await pool.end()
  }
}

let loading: Promise<typeof import('@prisma/schema-engine-wasm/schema_engine_bg')> | undefined

/** Loads the engine once (5 MB, about 35 ms). By path, because importing .wasm needs a flag in Node 20. */
function engineModule() {
  return (loading ??= (async () => {
    const scriptFile = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    const module = await import('@prisma/schema-engine-wasm/schema_engine_bg')
    const wasm = await WebAssembly.instantiate(await readFile(scriptFile.replace(/\.js$/, '.wasm')), { './schema_engine_bg.js': module })
    // The engine throws its panic from a microtask, which ends the process: this is the only chance to say why.
    Reflect.set(globalThis, 'PRISMA_WASM_PANIC_REGISTRY', { set_message: (text: string) => process.stderr.write(`${text}\n`) })
    Reflect.get(module, '__wbg_set_wasm')(wasm.instance.exports)
    callExport(wasm.instance.exports, '__wbindgen_start')
    return module
  })())
}

function callExport(exports: Record<string, unknown>, name: string): void {
  const start = exports[name]
  if (typeof start !== 'function') throw new Error(`The schema engine has no ${name}.`)
  start()
}

const charColumns = new WeakMap<object, number[]>()

/** One connection: the engine takes its lock and works in the same session. */
function poolThatKnowsChar(connection: DatabaseConnection): pg.Pool {
  const pool = new pg.Pool({ ...connection, max: 1, application_name: 'nightline migrations' })
  pool.on('error', () => {
    /* The query under way rejects as well. */
  })
  const query = pool.query.bind(pool)
  return Object.assign(pool, {
    query: async (config: pg.QueryArrayConfig) => {
      const result = await query(config)
      // Several statements give several results; only scripts do that, and nobody reads theirs.
      const fields = Array.isArray(result) ? [] : result.fields
      charColumns.set(
        result.rows ?? [],
        fields.flatMap((field, index) => (field.dataTypeID === CHAR_OID ? [index] : [])),
      )
      for (const field of fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = UNKNOWN_TO_ADAPTER_OID
      return result
    },
  })
}

async function connectAdapter(pool: pg.Pool, mendScript: (script: string) => string) {
  const adapter = await new PrismaPg(pool).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  return Object.assign(adapter, {
    queryRaw: async (query: Parameters<typeof queryRaw>[0]) => {
      const result = await queryRaw(query)
      for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character
      return result
    },
    // The adapter's own splits at every `;` (also inside function bodies) and leaves failed scripts half applied.
    // Without arguments pg sends one simple query, which the server runs as one transaction.
    executeScript: async (script: string) => {
      await adapter.executeRaw({ sql: mendScript(script), args: [], argTypes: [] })
    },
  })
}
