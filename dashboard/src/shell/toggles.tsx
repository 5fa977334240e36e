import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconLanguage, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { switchLanguage } from '../i18n.ts'

/** The button is named by where it leads, in that language: who cannot read this screen can read that. */
export const LanguageToggle = () => {
  const { i18n } = useTranslation()
  const other = i18n.language === 'ru' ? { code: 'en', name: 'English' } : { code: 'ru', name: 'Русский' }
  return (
    <button type="button" className="plain-button" lang={other.code} onClick={() => void switchLanguage(other.code, true)}>
      <IconLanguage size={18} stroke={1.8} aria-hidden className="icon" />
      {other.name}
    </button>
  )
}

export const ThemeToggle = ({ withWords = false }: { withWords?: boolean }) => {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const Icon = isDark ? IconSun : IconMoon
  const words = t(isDark ? 'shell.light' : 'shell.dark')
  return (
    <button
      type="button"
      className="plain-button"
      {...(withWords ? {} : { 'aria-label': words, title: words })}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      <Icon size={18} stroke={1.8} aria-hidden className="icon" />
      {withWords ? words : null}
    </button>
  )
}
