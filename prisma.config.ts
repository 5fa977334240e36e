// The native schema engine would be downloaded; nothing here needs it (migrations run through WASM: services/migrations).
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath

export default { schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } }
