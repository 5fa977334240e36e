import i18next, { type ResourceLanguage } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { readStored, store } from './stored.ts'

export const UI_LANGUAGES = ['en', 'ru'] as const
export type UiLanguage = (typeof UI_LANGUAGES)[number]

/** `core` is there from the start; `plan`, `flows`, `line`, `callbacks`, `desk`, `cases`, `house`, `planner`, `pay`: the screens of the roster, of the flows, around the line, of callbacks, of the desk, around cases, of the house's own keeping, of the planner, and of pay and what people ask of the roster, loaded with them. */
type WordSet = 'core' | 'plan' | 'flows' | 'line' | 'callbacks' | 'desk' | 'cases' | 'house' | 'planner' | 'pay'
type Words = { default: ResourceLanguage }

/** Each language and set is a file of its own in the bundle: who reads English does not load Russian. */
const LOADERS: Record<UiLanguage, Record<WordSet, () => Promise<Words>>> = {
  en: {
    core: () => import('./locales/en.json'),
    plan: () => import('./locales/en.plan.json'),
    flows: () => import('./locales/en.flows.json'),
    line: () => import('./locales/en.line.json'),
    callbacks: () => import('./locales/en.callbacks.json'),
    desk: () => import('./locales/en.desk.json'),
    cases: () => import('./locales/en.cases.json'),
    house: () => import('./locales/en.house.json'),
    planner: () => import('./locales/en.planner.json'),
    pay: () => import('./locales/en.pay.json'),
  },
  ru: {
    core: () => import('./locales/ru.json'),
    plan: () => import('./locales/ru.plan.json'),
    flows: () => import('./locales/ru.flows.json'),
    line: () => import('./locales/ru.line.json'),
    callbacks: () => import('./locales/ru.callbacks.json'),
    desk: () => import('./locales/ru.desk.json'),
    cases: () => import('./locales/ru.cases.json'),
    house: () => import('./locales/ru.house.json'),
    planner: () => import('./locales/ru.planner.json'),
    pay: () => import('./locales/ru.pay.json'),
  },
}
const needed = new Set<WordSet>(['core'])
const loaded = new Set<string>()

const asUiLanguage = (language: string | null | undefined): UiLanguage | undefined =>
  UI_LANGUAGES.find((known) => known === language?.slice(0, 2).toLowerCase())

export const currentLanguage = (): UiLanguage => asUiLanguage(i18next.language) ?? 'en'
export const hasChosenLanguage = (): boolean => asUiLanguage(readStored('language')) !== undefined

const load = async (language: UiLanguage): Promise<void> => {
  await Promise.all(
    [...needed].map(async (set) => {
      if (loaded.has(`${language} ${set}`)) return
      const words = await LOADERS[language][set]()
      i18next.addResourceBundle(language, 'translation', words.default, true)
      loaded.add(`${language} ${set}`)
    }),
  )
}

/** A screen together with its words. */
export const withWords =
  <Page>(sets: WordSet | readonly WordSet[], page: () => Promise<Page>) =>
  async (): Promise<Page> => {
    for (const set of [sets].flat()) needed.add(set)
    const [screen] = await Promise.all([page(), load(currentLanguage())])
    return screen
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
