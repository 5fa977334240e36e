import { Button } from '@mantine/core'
import { IconMoodHappy, IconMoodSad, IconStar, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Wish } from '../api/pay-types.ts'
import { wishesQuery } from '../api/request-queries.ts'
import { shiftTypesQuery } from '../api/shift-queries.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { plusDays, wallOf } from '../format/zoned.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { WishDialog } from './wish-dialog.tsx'

/** When I would like to work, and when not, and how much it matters to me: the planner weighs it. */
export const WishesCard = ({ myId, now }: { myId: string; now: number }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const today = wallOf(now, zone).date
  const query = useQuery(wishesQuery(today))
  const [isAdding, setAdding] = useState(false)
  return (
    <Card title={t('requests.wishes.title')}>
      <div className="stack">
        <Loaded query={query} lines={1}>
          {(wishes) => {
            const mine = wishes.filter(({ personId }) => personId === myId)
            if (mine.length === 0) return <p className="muted">{t('requests.wishes.none')}</p>
            return (
              <ul className="lines">
                {mine.map((wish) => (
                  <WishLine key={wish.id} wish={wish} />
                ))}
              </ul>
            )
          }}
        </Loaded>
        <Button className="thumb" leftSection={<IconStar size={18} aria-hidden />} onClick={() => setAdding(true)}>
          {t('requests.wishes.add')}
        </Button>
      </div>
      {isAdding ? <WishDialog today={today} onClose={() => setAdding(false)} /> : null}
    </Card>
  )
}

export const WishLine = ({ wish, withName = false }: { wish: Wish; withName?: boolean }) => {
  const { t } = useTranslation()
  const { dates } = useSpans()
  const queryClient = useQueryClient()
  const type = useQuery(shiftTypesQuery).data?.find(({ id }) => id === wish.shiftTypeId)
  const removing = useSend({
    run: () => ask<unknown>('DELETE', `/api/wishes/${wish.id}`),
    onDone: () => void queryClient.invalidateQueries({ queryKey: ['wishes'] }),
  })
  const when = dates(wish.fromDate, plusDays(wish.toDate, -1))
  const Icon = wish.kind === 'on' ? IconMoodHappy : IconMoodSad
  return (
    <li className="middle">
      <span className="row top grow" style={{ flexWrap: 'nowrap' }}>
        <Icon size={18} stroke={1.8} aria-hidden className="icon" />
        <span className="stack tight">
          {withName ? <span className="strong">{wish.person}</span> : null}
          <span className="strong">{when}</span>
          <span className="small">
            {t(`requests.wishes.kinds.${wish.kind}`)}
            {type === undefined ? '' : `: ${type.name}`} · <span className="muted">{t(`requests.wishes.weights.${wish.weight}`)}</span>
          </span>
          {wish.note === '' ? null : <span className="muted small">{wish.note}</span>}
          {removing.fault ? <Fault error={removing.fault} /> : null}
        </span>
      </span>
      <Button
        size="xs"
        className="thumb"
        px={10}
        loading={removing.isSending}
        onClick={() => removing.send(undefined)}
        aria-label={t('requests.wishes.removeOf', { when })}
      >
        <IconTrash size={16} aria-hidden />
      </Button>
    </li>
  )
}
