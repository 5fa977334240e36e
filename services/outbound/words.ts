import type { Language } from '../telephony/provider.ts'

const WORDS = {
  en: 'I am sorry, our system is having trouble just now. We will be in touch again. Goodbye.',
  ru: 'Извините, в системе неполадки. Мы свяжемся с вами ещё раз. До свидания.',
} as const

/** What somebody whom we called hears at last while Postgres is away; in both languages when his is not known here. */
export function outboundOverWords(language: Language | undefined): ReadonlyArray<{ text: string; language: Language }> {
  if (language === 'en' || language === 'ru') return [{ text: WORDS[language], language }]
  return Object.entries(WORDS).map(([spoken, text]) => ({ text, language: spoken }))
}
