import { hash, verify } from '@node-rs/argon2'

/** A customer's PIN as it is stored: argon2id. Few digits are guessed quickly by whoever steals the table, so ask for six. */
export function hashPin(pin: string): Promise<string> {
  return hash(pin)
}

export function isPinOf(pinHash: string, pin: string): Promise<boolean> {
  return verify(pinHash, pin)
}
