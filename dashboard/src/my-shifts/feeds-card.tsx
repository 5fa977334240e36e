import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCalendarPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { feedsQuery } from '../api/shift-queries.ts'
import type { CreatedFeed, Feed } from '../api/shift-types.ts'
import { useFormat } from '../format/use-format.ts'
import { CopyField } from '../ui/copy-field.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

/** Secret links by which the calendar of a phone reads the shifts. */
export const FeedsCard = () => {
  const { t } = useTranslation()
  const query = useQuery(feedsQuery)
  const queryClient = useQueryClient()
  const [made, setMade] = useState<CreatedFeed | null>(null)
  const renew = () => void queryClient.invalidateQueries({ queryKey: feedsQuery.queryKey })
  const making = useSend({
    run: (scope: Feed['scope']) => ask<CreatedFeed>('POST', '/api/me/feeds', { body: { scope } }),
    onDone: (feed) => {
      setMade(feed)
      renew()
    },
  })
  return (
    <Card title={t('myShifts.feeds.title')}>
      <div className="stack">
        <p className="muted small">{t('myShifts.feeds.why')}</p>
        <Loaded query={query} lines={1}>
          {(feeds) =>
            feeds.length === 0 ? null : (
              <ul className="lines">
                {feeds.map((feed) => (
                  <FeedLine key={feed.id} feed={feed} onGone={() => (setMade((before) => (before?.id === feed.id ? null : before)), renew())} />
                ))}
              </ul>
            )
          }
        </Loaded>
        {making.fault ? <Fault error={making.fault} /> : null}
        {made === null ? null : (
          <>
            <CopyField label={t(`myShifts.feeds.link.${made.scope}`)} value={made.url} />
            <Note tone="warn" icon={IconAlertTriangle}>
              {t('myShifts.feeds.once')}
            </Note>
          </>
        )}
        <div className="actions">
          {(['mine', 'team'] as const).map((scope) => (
            <Button
              key={scope}
              className="thumb"
              leftSection={<IconCalendarPlus size={16} aria-hidden />}
              loading={making.isSending}
              onClick={() => making.send(scope)}
            >
              {t(`myShifts.feeds.make.${scope}`)}
            </Button>
          ))}
        </div>
      </div>
    </Card>
  )
}

const FeedLine = ({ feed, onGone }: { feed: Feed; onGone: () => void }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const revoking = useSend({ run: () => ask<unknown>('DELETE', `/api/me/feeds/${feed.id}`), onDone: onGone })
  const name = t(`myShifts.feeds.scopes.${feed.scope}`)
  return (
    <li className="middle">
      <span className="stack tight">
        <span className="strong">{name}</span>
        <span className="muted small">{t('myShifts.feeds.made', { at: dateTime(feed.createdAt) })}</span>
        {revoking.fault ? <Fault error={revoking.fault} /> : null}
      </span>
      <Button
        size="xs"
        className="thumb"
        loading={revoking.isSending}
        onClick={() => revoking.send(undefined)}
        aria-label={t('myShifts.feeds.revokeOf', { name })}
      >
        {t('myShifts.feeds.revoke')}
      </Button>
    </li>
  )
}
