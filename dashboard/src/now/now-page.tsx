import './now.css'
import { IconStairs } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { boardQuery } from '../api/shift-queries.ts'
import { useFormat } from '../format/use-format.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { GapsCard } from './gaps-card.tsx'
import { LevelCard } from './level-card.tsx'
import { RingCard } from './ring-card.tsx'

/** Who is on, level by level; what is missing; and whose phone would ring. */
export const NowPage = () => {
  const { t } = useTranslation()
  const { dateTime, zoneName } = useFormat()
  const query = useQuery(boardQuery)
  return (
    <>
      <PageHead
        title={t('now.title')}
        aside={query.data ? <span className="muted">{t('now.asOf', { at: dateTime(query.data.at), zone: zoneName })}</span> : null}
      />
      <div className="columns wide-side">
        <Loaded query={query}>
          {({ levels, gaps }) => (
            <div className="stack">
              {levels.length === 0 ? (
                <div className="card">
                  <Empty icon={IconStairs} title={t('now.noLevels')} />
                </div>
              ) : null}
              {levels.map((level) => (
                <LevelCard key={level.id} level={level} gaps={gaps} />
              ))}
            </div>
          )}
        </Loaded>
        <div className="stack">
          {query.data ? <GapsCard board={query.data} /> : null}
          <RingCard />
        </div>
      </div>
    </>
  )
}
