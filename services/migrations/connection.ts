/**
 * A database, in parts: given a URL, Prisma's adapter connects to the URL's database even when it is told another one
 * (its shadow database then is the real one).
 */
export type DatabaseConnection = {
  host: string
  port: number
  user: string
  password: string
  database: string
  /** As pg's option. */
  ssl?: boolean | object
}
