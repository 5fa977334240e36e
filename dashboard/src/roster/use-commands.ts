import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Edit } from './edits.ts'
import { judge } from './preview.ts'
import type { Cell } from './grid-model.ts'
import { copiedShift, movedShift, shiftOfType } from './make-shift.ts'
import type { LevelRank, Roster, ShiftTypeView, ShiftView } from './types.ts'
import type { Editor } from './use-editor.ts'
import type { RosterWords } from './use-roster-words.ts'

type Options = {
  roster: Roster
  levels: readonly LevelRank[]
  editor: Editor
  words: RosterWords
  zoneOf: (siteId: string) => string
  nameOf: (id: string | null) => string
  say: (words: string) => void
  select: (id: string | null) => void
}
type PlaceOf = Pick<Cell, 'personId' | 'date'>

/** Everything that changes the roster, with mouse or keys, and what the live region says about it. */
export const useCommands = ({ roster, levels, editor, words, zoneOf, nameOf, say, select }: Options) => {
  const { t } = useTranslation()
  const [clip, setClip] = useState<ShiftView | null>(null)

  const where = ({ personId, date, ...shift }: ShiftView): string => `${nameOf(personId)}, ${words.longDay(date)}, ${words.times(shift)}`
  const whatOf = ({ before, after }: Edit): string => {
    if (after === null) return before ? t('roster.said.removed', { what: where(before) }) : ''
    return t(before === null ? 'roster.said.added' : 'roster.said.changed', { what: where(after) })
  }
  const careful = (edit: Edit): string => {
    const { added } = judge(roster, levels, edit)
    if (added.length === 0) return ''
    return t('roster.said.careful', { words: added.map((finding) => `${nameOf(finding.personId)}: ${words.rule(finding)}`).join('; ') })
  }
  const send = (edit: Edit) => {
    editor.send(edit)
    select(edit.after?.id ?? null)
    say(`${whatOf(edit)} ${careful(edit)}`.trim())
  }
  const step = (way: 'undo' | 'redo') => {
    editor.step(way, (edit) => say(edit ? `${t(way === 'undo' ? 'roster.said.undone' : 'roster.said.redone')} ${whatOf(edit)}` : t('roster.said.nothing')))
  }
  return {
    clip,
    whatOf,
    send,
    step,
    add: (type: ShiftTypeView, place: PlaceOf) => send({ before: null, after: shiftOfType(type, place, zoneOf(type.siteId), crypto.randomUUID()) }),
    move: (shift: ShiftView, place: PlaceOf) => {
      if (shift.personId !== place.personId || shift.date !== place.date) send({ before: shift, after: movedShift(shift, place) })
    },
    copy: (shift: ShiftView) => {
      setClip(shift)
      say(t('roster.said.copied', { what: where(shift) }))
    },
    paste: (place: PlaceOf) => {
      if (clip) send({ before: null, after: copiedShift(clip, place, crypto.randomUUID()) })
    },
    remove: (shift: ShiftView) => send({ before: shift, after: null }),
  }
}
export type Commands = ReturnType<typeof useCommands>
