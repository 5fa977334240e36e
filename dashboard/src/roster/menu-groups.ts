import {
  IconArrowRight,
  IconArrowsExchange,
  IconCalendarPlus,
  IconClipboard,
  IconCopy,
  IconLock,
  IconLockOpen,
  IconMoon,
  IconPencil,
  IconPhone,
  IconSun,
  IconTrash,
  IconUserSearch,
  IconUserShare,
} from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { Cell } from './grid-model.ts'
import type { MenuGroup, MenuItem } from './menu.tsx'
import type { ShiftTypeView, ShiftView } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'

export type MenuActions = {
  add: (type: ShiftTypeView) => void
  addOwn: () => void
  change: ((shift: ShiftView) => void) | null
  move: ((shift: ShiftView) => void) | null
  copy: (shift: ShiftView) => void
  paste: (() => void) | null
  remove: ((shift: ShiftView) => void) | null
  standIn: ((shift: ShiftView) => void) | null
  swap: ((shift: ShiftView) => void) | null
  /** The planner leaves it, or may change it again. */
  lock: ((shift: ShiftView) => void) | null
  isLocked: (id: string) => boolean
  replace: ((shift: ShiftView) => void) | null
}

/** What can be done at a cell: with each of its shifts, then what can be added. */
export const menuGroups = (
  t: TFunction,
  words: RosterWords,
  cell: Cell,
  types: readonly ShiftTypeView[] | null,
  acts: MenuActions,
  first: string | null,
): MenuGroup[] => {
  const own = cell.chips.filter(({ standsInFor }) => standsInFor === null).map(({ shift }) => shift)
  const ordered = [...own].sort((a, b) => Number(b.id === first) - Number(a.id === first))
  const groups = ordered.map((shift) => ({ key: shift.id, title: words.times(shift), items: shiftItems(t, shift, acts) }))
  return [...groups, ...(types === null ? [] : [addGroup(t, types, acts)])].filter(({ items }) => items.length > 0)
}

export const addGroup = (t: TFunction, types: readonly ShiftTypeView[], { add, addOwn, paste }: MenuActions): MenuGroup => ({
  key: 'add',
  title: t('roster.add'),
  items: [
    ...(paste ? [{ key: 'paste', words: t('roster.acts.paste'), aside: 'V', icon: IconClipboard, act: paste }] : []),
    ...types.map((type) => ({
      key: type.id,
      words: type.name,
      aside: `${type.startsAt}–${type.endsAt}`,
      icon: type.kind === 'onCall' ? IconPhone : type.startsAt >= '20:00' ? IconMoon : IconSun,
      act: () => add(type),
    })),
    { key: 'own', words: t('roster.acts.own'), icon: IconCalendarPlus, act: addOwn },
  ],
})

const shiftItems = (t: TFunction, shift: ShiftView, { change, move, copy, remove, standIn, swap, lock, isLocked, replace }: MenuActions): MenuItem[] => [
  ...(move ? [{ key: 'move', words: t('roster.acts.move'), aside: 'M', icon: IconArrowRight, act: () => move(shift) }] : []),
  ...(change ? [{ key: 'change', words: t('roster.acts.change'), icon: IconPencil, act: () => change(shift) }] : []),
  ...(move ? [{ key: 'copy', words: t('roster.acts.copy'), aside: 'C', icon: IconCopy, act: () => copy(shift) }] : []),
  ...(standIn ? [{ key: 'standIn', words: t('roster.acts.standIn'), icon: IconUserShare, act: () => standIn(shift) }] : []),
  ...(swap ? [{ key: 'swap', words: t('roster.acts.swap'), icon: IconArrowsExchange, act: () => swap(shift) }] : []),
  ...(replace ? [{ key: 'replace', words: t('planner.offers.find'), icon: IconUserSearch, act: () => replace(shift) }] : []),
  ...(lock
    ? [
        isLocked(shift.id)
          ? { key: 'unlock', words: t('planner.unlock'), icon: IconLockOpen, act: () => lock(shift) }
          : { key: 'lock', words: t('planner.lock'), icon: IconLock, act: () => lock(shift) },
      ]
    : []),
  ...(remove ? [{ key: 'remove', words: t('roster.acts.remove'), aside: 'Del', icon: IconTrash, isBad: true, act: () => remove(shift) }] : []),
]
