import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { rulesQuery } from '../api/case-queries.ts'
import type { RuleView } from '../api/case-types.ts'

type Titled = { title?: Readonly<Record<string, unknown>> }

/** The title of a reason or a template in the language of the screen, else in any that it has, else its key. */
export const titleOf = ({ key, body }: Pick<RuleView, 'key' | 'body'>, language: string): string => {
  const { title = {} } = body as Titled
  const words = title[language] ?? title['en'] ?? Object.values(title)[0]
  return typeof words === 'string' && words !== '' ? words : key
}

export const useReasons = () => {
  const { i18n } = useTranslation()
  const { data = [] } = useQuery(rulesQuery('reason'))
  return data.map((rule) => ({ value: rule.key, label: titleOf(rule, i18n.language) }))
}

export const useReasonName = () => {
  const reasons = useReasons()
  return (reason: string): string => reasons.find(({ value }) => value === reason)?.label ?? reason
}
