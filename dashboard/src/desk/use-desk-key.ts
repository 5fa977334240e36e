import { useEffect, useEffectEvent } from 'react'
import { areKeysOn, isTyping, keyOf } from './keys.ts'

type Options = { isOn?: boolean }

/** A key of the desk. Single letters rest while somebody types, or when they are switched off; Ctrl or Cmd with Enter works everywhere. */
export const useDeskKey = (key: string, run: () => void, { isOn = true }: Options = {}): void => {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || keyOf(event) !== key) return
    if (key !== 'send' && (isTyping(event.target) || !areKeysOn())) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    if (!isOn) return
    const onDown = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', onDown)
    return () => window.removeEventListener('keydown', onDown)
  }, [isOn])
}
