import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'

/** Searches 250 ms after the last key, so that each letter is not a question to the server. */
export const SearchField = ({ label, value, onSearch }: { label: string; value: string; onSearch: (search: string) => void }) => {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  // The URL changed by itself (back button, "show all"): the field follows.
  if (known !== value) {
    setKnown(value)
    if (typed.trim() !== value) setTyped(value)
  }
  const search = useEffectEvent(() => onSearch(typed.trim()))
  useEffect(() => {
    if (typed.trim() === value) return
    const timer = setTimeout(() => search(), 250)
    return () => clearTimeout(timer)
  }, [typed, value])
  return (
    <TextInput
      className="search"
      type="search"
      label={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}
