import { TextInput } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowRight,
  IconArrowUp,
  IconChecklist,
  IconPhoneCall,
  IconPhoneOutgoing,
  IconSearch,
  IconUser,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { searchQuery } from '../api/case-queries.ts'
import type { Role } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { screensOf } from '../shell/navigation.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { groupsOf, type SearchRow } from './rows.ts'

const SIGNS: Record<SearchRow['kind'], TablerIcon> = {
  customer: IconUsersGroup,
  case: IconChecklist,
  call: IconPhoneCall,
  callback: IconPhoneOutgoing,
  person: IconUser,
  page: IconArrowRight,
}
const LIST = 'search-found'

/** Everything from one field: records, cases, calls, people, and the pages. Arrows choose, Enter opens. */
export const SearchDialog = ({ role, onClose }: { role: Role; onClose: () => void }) => {
  const { t } = useTranslation()
  const router = useRouter()
  const [typed, setTyped] = useState('')
  const asked = useSettled(typed.trim(), 150)
  const query = useQuery(searchQuery(asked))
  const pages = screensOf(role).map(({ to, screen }) => ({ to, title: t(`shell.items.${screen}`) }))
  const groups = groupsOf(typed, asked === '' ? [] : (query.data?.hits ?? []), pages)
  const rows = groups.flatMap((group) => group.rows)
  const [chosen, setChosen] = useState('')
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === chosen),
  )
  const current = rows[at]
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [current?.id])
  const open = (row: SearchRow) => {
    onClose()
    router.history.push(row.to)
  }
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && rows.length > 0) {
      event.preventDefault()
      setChosen(rows[(at + step + rows.length) % rows.length]?.id ?? '')
    }
    // What was typed last must have been looked for: else Enter opens what fits an older word.
    if (event.key === 'Enter' && current !== undefined && (asked === typed.trim() || current.kind === 'page')) {
      event.preventDefault()
      open(current)
    }
  }
  return (
    <Dialog title={t('shell.search')} onClose={onClose}>
      <div className="stack">
        <TextInput
          type="search"
          role="combobox"
          aria-expanded
          aria-controls={LIST}
          aria-autocomplete="list"
          {...(current ? { 'aria-activedescendant': current.id } : {})}
          aria-label={t('search.label')}
          placeholder={t('search.label')}
          leftSection={<IconSearch size={16} aria-hidden />}
          data-autofocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setChosen('')
          }}
          onKeyDown={onKey}
        />
        {query.isError ? <Fault error={query.error} /> : null}
        <p className="hidden-words" role="status">
          {query.isFetching ? t('states.loading') : t('search.found', { count: rows.length })}
        </p>
        <div className="search-found" id={LIST} role="listbox" aria-label={t('search.results')} ref={list}>
          {groups.map((group) => (
            <div key={group.kind} role="group" aria-labelledby={`search-${group.kind}`}>
              <h3 id={`search-${group.kind}`} role="presentation">
                {t(`search.kinds.${group.kind}`)}
              </h3>
              {group.rows.map((row) => (
                <Hit key={row.id} row={row} isChosen={row.id === current?.id} onOpen={() => open(row)} onPoint={() => setChosen(row.id)} />
              ))}
            </div>
          ))}
        </div>
        {rows.length === 0 && !query.isFetching ? <p className="muted">{t('search.nothing')}</p> : null}
        <p className="dim small only-wide">
          <kbd>
            <IconArrowUp size={12} aria-hidden />
          </kbd>{' '}
          <kbd>
            <IconArrowDown size={12} aria-hidden />
          </kbd>{' '}
          {t('search.keys.choose')} · <kbd>Enter</kbd> {t('search.keys.open')} · <kbd>Esc</kbd> {t('form.close')}
        </p>
      </div>
    </Dialog>
  )
}

const Hit = ({ row, isChosen, onOpen, onPoint }: { row: SearchRow; isChosen: boolean; onOpen: () => void; onPoint: () => void }) => {
  const Icon = SIGNS[row.kind]
  return (
    <div className="search-hit" role="option" id={row.id} aria-selected={isChosen} tabIndex={-1} onClick={onOpen} onMouseMove={onPoint}>
      <Icon size={18} stroke={1.8} aria-hidden className="icon" />
      <span className="stack tight grow">
        <span className="strong">{row.title}</span>
        {row.text === '' || row.text === row.title ? null : <span className="muted small">{groupNumber(row.text)}</span>}
      </span>
    </div>
  )
}

/** The value once it has stayed for a while. */
const useSettled = (value: string, milliseconds: number): string => {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return settled
}
