import { Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { areKeysOn, keepKeys } from './keys.ts'

const KEYS = [
  ['A', 'answer'],
  ['M', 'mute'],
  ['H', 'hold'],
  ['T', 'transfer'],
  ['K', 'pad'],
  ['L', 'help'],
  ['E E', 'end'],
  ['W', 'words'],
  ['D', 'distress'],
  ['Ctrl Enter', 'send'],
  ['N', 'next'],
  ['?', 'sheet'],
] as const

export const KeysSheet = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const [isOn, setOn] = useState(areKeysOn)
  return (
    <Dialog title={t('desk.keys.title')} onClose={onClose}>
      <div className="stack">
        <dl className="keys">
          {KEYS.map(([key, name]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(`desk.keys.${name}`)}</dd>
            </div>
          ))}
        </dl>
        <Switch
          label={t('desk.keys.areOn')}
          checked={isOn}
          onChange={(event) => {
            keepKeys(event.currentTarget.checked)
            setOn(event.currentTarget.checked)
          }}
        />
        <p className="muted small">{t('desk.keys.why')}</p>
      </div>
    </Dialog>
  )
}
