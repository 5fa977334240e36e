import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** Secrets have 256 random bits, so a plain hash is enough to keep them (passwords and PINs have not: argon2id). */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** A PIN as it is stored: argon2id. Few digits are guessed quickly by whoever steals the table, so ask customers for six. */
export function hashPin(pin: string): Promise<string> {
  return hash(pin)
}

export function isPinOf(pinHash: string, pin: string): Promise<boolean> {
  return verify(pinHash, pin)
}
