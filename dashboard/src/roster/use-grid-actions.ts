import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { deedOf, type KeyDeed } from './grid-keys.ts'
import type { GridActions } from './grid.tsx'
import type { Cell, Row } from './grid-model.ts'
import { toggleLock, useLocks } from './locks.ts'
import type { MenuGroup } from './menu.tsx'
import { addGroup, menuGroups, type MenuActions } from './menu-groups.ts'
import type { Opened } from './roster-dialogs.tsx'
import type { Place, Roster, ShiftView } from './types.ts'
import type { Commands } from './use-commands.ts'
import type { View } from './use-desk.ts'
import type { RosterWords } from './use-roster-words.ts'

export type OpenMenu = { groups: MenuGroup[]; label: string; anchor: HTMLElement }

type Options = {
  roster: Roster
  rows: readonly Row[]
  view: View
  words: RosterWords
  commands: Commands
  place: Place
  setPlace: (place: Place) => void
  selectedId: string | null
  select: (id: string | null) => void
  open: (opened: Opened) => void
  blank: (cell: Cell) => ShiftView | null
}

/** What presses and keys in the grid do. */
export const useGridActions = (options: Options): { actions: GridActions; menu: OpenMenu | null; closeMenu: () => void; selected: ShiftView | null } => {
  const { roster, rows, view, words, commands, place, setPlace, selectedId, select, open, blank } = options
  const { t } = useTranslation()
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const locked = useLocks()
  const types = roster.shiftTypes.filter(({ isActive }) => isActive)
  const cellAt = ({ row, column }: Place): Cell | undefined => rows[row]?.cells[column - 1]
  const shiftsAt = (at: Place): ShiftView[] => (cellAt(at)?.chips ?? []).map(({ shift }) => shift)
  const chosenAt = (at: Place): ShiftView | undefined => shiftsAt(at).find(({ id }) => id === selectedId) ?? shiftsAt(at)[0]

  const actsAt = (cell: Cell): MenuActions => ({
    add: (type) => commands.add(type, cell),
    addOwn: () => {
      const shift = blank(cell)
      if (shift) open({ kind: 'shift', shift, isNew: true })
    },
    change: view.mayEdit ? (shift) => open({ kind: 'shift', shift, isNew: false }) : null,
    move: view.mayEdit ? (shift) => open({ kind: 'move', shift }) : null,
    copy: commands.copy,
    paste: commands.clip ? () => commands.paste(cell) : null,
    remove: view.mayEdit ? commands.remove : null,
    standIn: view.isEditor && view.plan === 'published' ? (shift) => open({ kind: 'standIn', shift }) : null,
    swap: view.isEditor && view.plan === 'published' ? (shift) => open({ kind: 'swap', shift }) : null,
    lock: view.mayEdit ? (shift) => toggleLock(shift.id) : null,
    isLocked: (id) => locked.has(id),
    replace: view.isEditor && view.plan === 'published' ? (shift) => open({ kind: 'replace', shift }) : null,
  })
  const openMenu = (at: Place, anchor: HTMLElement, isNew: boolean) => {
    const cell = cellAt(at)
    if (!cell || !view.isEditor) return
    const acts = actsAt(cell)
    const groups = isNew ? [addGroup(t, types, acts)] : menuGroups(t, words, cell, view.mayEdit ? types : null, acts, selectedId)
    const label = `${rows[at.row]?.person.name ?? ''}, ${words.longDay(cell.date)}`
    if (groups.length > 0) setMenu({ groups, label, anchor })
  }
  const shiftTo = (from: Place, to: Place) => {
    const [shift, cell] = [chosenAt(from), cellAt(to)]
    if (!shift || !cell || shift.personId !== cellAt(from)?.personId) return
    commands.move(shift, cell)
    setPlace(to)
  }
  const nextAt = (at: Place) => {
    const shifts = shiftsAt(at)
    const index = shifts.findIndex(({ id }) => id === selectedId)
    select(shifts[(index + 1) % shifts.length]?.id ?? null)
  }
  /** Whether the key meant something here. */
  const perform = (deed: KeyDeed, at: Place, anchor: HTMLElement): boolean => {
    const shift = chosenAt(at)
    const cell = cellAt(at)
    if (deed.kind === 'go') setPlace(deed.place)
    else if (deed.kind === 'help') open({ kind: 'help' })
    else if (at.column === 0) return false
    else if (deed.kind === 'open') openMenu(at, anchor, false)
    else if (deed.kind === 'next') nextAt(at)
    else if (!view.mayEdit) return false
    else if (deed.kind === 'shift') shiftTo(at, deed.place)
    else if (deed.kind === 'undo' || deed.kind === 'redo') commands.step(deed.kind)
    else if (deed.kind === 'new') openMenu(at, anchor, true)
    else if (deed.kind === 'paste') commands.paste(cell ?? { personId: '', date: '' })
    else if (deed.kind === 'publish') open({ kind: 'publish' })
    else if (shift === undefined) return false
    else if (deed.kind === 'move') open({ kind: 'move', shift })
    else if (deed.kind === 'copy') commands.copy(shift)
    else commands.remove(shift)
    return true
  }

  const actions: GridActions = {
    focus: (at) => {
      if (at.row !== place.row || at.column !== place.column) setPlace(at)
      if (!shiftsAt(at).some(({ id }) => id === selectedId)) select(shiftsAt(at)[0]?.id ?? null)
    },
    press: (at, shiftId, anchor, wantsMenu) => {
      setPlace(at)
      select(shiftId)
      if (wantsMenu) openMenu(at, anchor, false)
      else if (shiftId === null && shiftsAt(at).length === 0 && view.mayEdit) openMenu(at, anchor, true)
    },
    key: (event: KeyboardEvent, at, anchor) => {
      const deed = deedOf(event, at, { rows: rows.length, columns: rows[0]?.cells.length ?? 0 })
      if (deed && perform(deed, at, anchor)) event.preventDefault()
    },
  }
  const selected = roster.shifts.find(({ id }) => id === selectedId) ?? null
  return { actions, menu, closeMenu: () => setMenu(null), selected }
}
