import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { boardQuery } from '../api/shift-queries.ts'
import type { Board } from '../api/shift-types.ts'
import { useNow } from '../format/use-now.ts'
import { PresencePill } from '../presence/presence-pill.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'

export type Whom = { personId: string } | { number: string }
type TransferDialogProps = { onClose: () => void; onChoose: (whom: Whom) => void }

/** Whom to call in. He is talked to first; only then the caller is handed over. */
export const TransferDialog = ({ onClose, onChoose }: TransferDialogProps) => {
  const { t } = useTranslation()
  const board = useQuery(boardQuery)
  return (
    <Dialog title={t('desk.transfer.title')} onClose={onClose}>
      <div className="stack">
        <p className="muted">{t('desk.transfer.why')}</p>
        <Loaded query={board} lines={4}>
          {(data) => <Colleagues board={data} onChoose={onChoose} />}
        </Loaded>
        <ByNumber onChoose={onChoose} />
      </div>
    </Dialog>
  )
}

const Colleagues = ({ board, onChoose }: { board: Board; onChoose: (whom: Whom) => void }) => {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data?.person.id
  const now = useNow(10_000)
  const seen = new Set([me])
  const colleagues = board.levels.flatMap((level) =>
    level.now.filter(({ person }) => !seen.has(person.id) && seen.add(person.id)).map((duty) => ({ ...duty, level: level.name })),
  )
  if (colleagues.length === 0) return <p className="muted">{t('desk.transfer.nobody')}</p>
  return (
    <ul className="lines transfer-list">
      {colleagues.map(({ person, level, presence, notRung }) => (
        <li key={person.id}>
          <span className="stack tight">
            <span className="strong">{person.name}</span>
            <span className="muted small">{level}</span>
          </span>
          <span className="row">
            <PresencePill presence={presence} notRung={notRung} now={now} />
            <Button size="xs" onClick={() => onChoose({ personId: person.id })} aria-label={t('desk.transfer.callOf', { name: person.name })}>
              {t('desk.transfer.call')}
            </Button>
          </span>
        </li>
      ))}
    </ul>
  )
}

const ByNumber = ({ onChoose }: { onChoose: (whom: Whom) => void }) => {
  const { t } = useTranslation()
  const [number, setNumber] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (number.trim() !== '') onChoose({ number: number.trim() })
  }
  return (
    <form className="row" style={{ alignItems: 'flex-end' }} onSubmit={submit}>
      <TextInput className="grow" type="tel" label={t('desk.transfer.number')} value={number} onChange={(event) => setNumber(event.currentTarget.value)} />
      <Button type="submit" disabled={number.trim() === ''}>
        {t('desk.transfer.call')}
      </Button>
    </form>
  )
}
