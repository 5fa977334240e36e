import i18next, { type ResourceLanguage } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { readStored, store } from './stored.ts'

export const UI_LANGUAGES = ['en', 'ru'] as const
export type UiLanguage = (typeof UI_LANGUAGES)[number]

/** Each language is a file of its own in the bundle: who reads English does not load Russian. */
const LOADERS: Record<UiLanguage, () => Promise<{ default: ResourceLanguage }>> = {
  en: () => import('./locales/en.json'),
  ru: () => import('./locales/ru.json'),
}

const asUiLanguage = (language: string | null | undefined): UiLanguage | undefined =>
  UI_LANGUAGES.find((known) => known === language?.slice(0, 2).toLowerCase())

export const currentLanguage = (): UiLanguage => asUiLanguage(i18next.language) ?? 'en'
export const hasChosenLanguage = (): boolean => asUiLanguage(readStored('language')) !== undefined

const load = async (language: UiLanguage): Promise<void> => {
  if (i18next.hasResourceBundle(language, 'translation')) return
  const words = await LOADERS[language]()
  i18next.addResourceBundle(language, 'translation', words.default)
}

export const startLanguage = async (): Promise<void> => {
  const language = asUiLanguage(readStored('language')) ?? navigator.languages.map(asUiLanguage).find(Boolean) ?? 'en'
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false },
  })
  await switchLanguage(language)
}

/** Switches the words of the screens; `isChoice` remembers it on this device. */
export const switchLanguage = async (wanted: string, isChoice = false): Promise<void> => {
  const language = asUiLanguage(wanted)
  if (language === undefined) return
  if (isChoice) store('language', language)
  await load(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
