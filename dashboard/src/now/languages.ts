import { useTranslation } from 'react-i18next'

/** What people of a support line speak most; others are typed by their code. */
const LANGUAGES = ['en', 'de', 'ru', 'pl', 'tr', 'uk', 'ar', 'fr', 'es', 'it', 'ro', 'nl', 'pt', 'cs', 'zh', 'kk'] as const

/** Languages by name in the language of the screen, for a field of choices. `more`: codes that must be there too. */
export const useLanguageNames = (more: readonly string[] = []): { value: string; label: string }[] => {
  const nameOf = useLanguageName()
  const { i18n } = useTranslation()
  const begin = (name: string) => name.charAt(0).toLocaleUpperCase(i18n.language) + name.slice(1)
  return [...new Set([...LANGUAGES, ...more])].map((value) => ({ value, label: begin(nameOf(value)) }))
}

/** As it stands within a sentence. */
export const useLanguageName = (): ((code: string) => string) => {
  const { i18n } = useTranslation()
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' })
  return (code) => names.of(code) ?? code
}
