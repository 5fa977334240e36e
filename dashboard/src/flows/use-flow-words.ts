import { useTranslation } from 'react-i18next'

/** Kinds of steps and ways in the language of the screen; what has no word yet is shown as the file says it. */
export const useFlowWords = () => {
  const { t, i18n } = useTranslation()
  const known = (key: string, written: string): string => (i18n.exists(key) ? String(t(key)) : written)
  return {
    effect: (kind: string): string => known(`flows.listen.effects.${kind}`, kind),
    kind: (kind: string): string => known(`flows.kinds.${kind}`, kind),
    way: (label: string): string => {
      const [, word = '', rest = ''] = /^(option|condition) (.+)$/.exec(label) ?? []
      if (word === 'option') return t('flows.optionKey', { key: rest })
      if (word === 'condition') return t('flows.conditionNumber', { number: rest })
      return known(`flows.ways.${label}`, label)
    },
  }
}

export type FlowWords = ReturnType<typeof useFlowWords>
