import './search.css'
import { IconSearch } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../api/types.ts'
import { withWords } from '../i18n.ts'
import { isTyping } from '../ui/use-keys.ts'

// Read with the first search, with the words of its screens.
const load = withWords('cases', () => import('./search-dialog.tsx'))
const SearchDialog = lazy(async () => ({ default: (await load()).SearchDialog }))

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Ctrl K (⌘ K) from everywhere, and "/" where nobody types. */
export const SearchButton = ({ role }: { role: Role }) => {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isChord = event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey
      const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)
      if (event.defaultPrevented || !(isChord || (isSlash && document.querySelector('[role="dialog"]') === null))) return
      event.preventDefault()
      setOpen((before) => (isChord ? !before : true))
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <button
        type="button"
        className="plain-button search-button"

        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
      >
        <IconSearch size={18} stroke={1.8} aria-hidden className="icon" />
        <span className="search-words grow">{t('shell.search')}</span>
        <kbd className="only-wide" aria-hidden>
          {isMac ? '⌘ K' : 'Ctrl K'}
        </kbd>
      </button>
      {isOpen ? (
        <Suspense>
          <SearchDialog role={role} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
