import { readStored, store } from '../stored.ts'

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>

/** Which key of the desk was pressed, whatever the layout: on a Russian keyboard the key of A writes Ф. Null: none of ours. */
export const keyOf = ({ key, code, ctrlKey, metaKey, altKey, repeat }: Pressed): string | null => {
  if (repeat || altKey) return null
  if (ctrlKey || metaKey) return key === 'Enter' ? 'send' : null
  if (/^[a-z0-9?*#]$/i.test(key)) return key.toLowerCase()
  // Shift and the key of 7 are "?" where letters are Cyrillic.
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  return letter !== undefined && key.length === 1 ? letter.toLowerCase() : null
}

/** Single letters are text there, not keys of the desk. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], [role=dialog]') !== null

/** E must be pressed twice: one key alone never ends a talk. */
export const ARMED_MILLISECONDS = 2_500

/** Single keys can be switched off (WCAG 2.1.4): who speaks to the computer would press them by talking. */
export const areKeysOn = (): boolean => readStored('desk-keys') !== 'false'
export const keepKeys = (isOn: boolean): void => store('desk-keys', String(isOn))
