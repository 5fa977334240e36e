import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { caseQuery } from '../api/queries.ts'
import { CustodyCard } from '../cases/custody-card.tsx'
import { EventLine, MOVES } from '../cases/history-card.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Card } from '../ui/pieces.tsx'
import { useKeys } from '../ui/use-keys.ts'

/** Why a case stands where it stands: each move with its person and reason, and who had it for how long. */
export const WhyPanel = ({ number, onClose }: { number: string; onClose: () => void }) => {
  const { t } = useTranslation()
  const query = useQuery(caseQuery(number))
  const panel = useRef<HTMLElement>(null)
  useKeys({ Escape: onClose })
  useEffect(() => panel.current?.focus(), [number])
  return (
    <aside className="why-side stack" aria-label={t('pyramid.why', { number })} tabIndex={-1} ref={panel}>
      <Loaded query={query}>
        {(one) => (
          <>
            <Card
              title={t('pyramid.why', { number })}
              aside={
                <Button size="xs" onClick={onClose}>
                  {t('form.close')}
                </Button>
              }
            >
              <p>
                <Link to="/cases/$number" params={{ number }} className="strong">
                  {one.title}
                </Link>
              </p>
              <ol className="history">
                {[...one.events]
                  .reverse()
                  .filter(({ kind }) => MOVES.has(kind))
                  .map((event) => (
                    <EventLine key={event.id} event={event} />
                  ))}
              </ol>
            </Card>
            <CustodyCard one={one} />
          </>
        )}
      </Loaded>
    </aside>
  )
}
