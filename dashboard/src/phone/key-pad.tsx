import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { playTone } from './play-tone.ts'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']

type KeyPadProps = { label: string; isOn: boolean; onKey: (key: string) => void; hasKeyboard?: boolean; isSmall?: boolean; isQuiet?: boolean }

export const KeyPad = ({ label, isOn, onKey, hasKeyboard = false, isSmall = false, isQuiet = false }: KeyPadProps) => {
  const { t } = useTranslation()
  const press = (key: string) => {
    if (!isQuiet) playTone(key)
    onKey(key)
  }
  const down = useKeyboard(isOn && hasKeyboard, press)
  return (
    <div className={isSmall ? 'key-pad small-pad' : 'key-pad'} role="group" aria-label={label}>
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          className={down === key ? 'key is-down' : 'key'}
          disabled={!isOn}
          aria-label={key === '*' ? t('phone.star') : key === '#' ? t('phone.hash') : key}
          onClick={() => press(key)}
        >
          {key}
        </button>
      ))}
    </div>
  )
}

/** Digits of the keyboard, wherever the focus is, except where a digit is text. */
const useKeyboard = (isOn: boolean, press: (key: string) => void): string | null => {
  const [down, setDown] = useState<string | null>(null)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || !KEYS.includes(event.key) || isText(event.target)) return
    event.preventDefault()
    press(event.key)
    setDown(event.key)
  })
  useEffect(() => {
    if (!isOn) return
    const onDown = (event: KeyboardEvent) => onKey(event)
    const onUp = () => setDown(null)
    window.addEventListener('keydown', onDown)
    window.addEventListener('keyup', onUp)
    return () => {
      window.removeEventListener('keydown', onDown)
      window.removeEventListener('keyup', onUp)
    }
  }, [isOn])
  return down
}

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]') !== null
