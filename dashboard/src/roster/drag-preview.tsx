import { useMemo } from 'react'
import type { PayFacts } from './pay.ts'
import type { Edit } from './edits.ts'
import { PreviewLine } from './preview-line.tsx'
import { previewOf } from './preview.ts'
import type { LevelRank, Roster } from './types.ts'
import { useDrag } from './use-drag.ts'
import type { RosterWords } from './use-roster-words.ts'

type DragProps = {
  roster: Roster
  levels: readonly LevelRank[]
  pay: PayFacts
  words: RosterWords
  nameOf: (id: string | null) => string
  zoneOf: (siteId: string) => string
  onDrop: (edit: Edit) => void
}

/** What a drag would do, while it lasts. By itself, so that the grid is not drawn anew at each cell. */
export const DragPreview = ({ roster, levels, pay, words, nameOf, zoneOf, onDrop }: DragProps) => {
  const dragged = useDrag({ roster, zoneOf, onDrop })
  const preview = useMemo(() => (dragged ? previewOf(roster, levels, dragged, pay) : null), [dragged, roster, levels, pay])
  if (!dragged || !preview) return null
  const what = `${nameOf(dragged.after?.personId ?? null)}, ${words.dayMonth(dragged.after?.date ?? '')}`
  return <PreviewLine preview={preview} what={what} words={words} nameOf={nameOf} />
}
