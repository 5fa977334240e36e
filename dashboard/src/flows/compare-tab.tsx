import { IconEqual } from '@tabler/icons-react'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FlowDetail } from '../api/types.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { compareQuery } from './api.ts'
import { ChangeList } from './change-list.tsx'
import { FindingList } from './finding-list.tsx'
import type { FlowDraft } from './use-draft.ts'

type CompareProps = { flow: FlowDetail; draft: FlowDraft; onStep: (step: string) => void }

/** What callers would meet otherwise; comments and order make no difference. */
export const CompareTab = ({ flow, draft, onStep }: CompareProps) => {
  const { t } = useTranslation()
  const [source] = useDebouncedValue(draft.source, 300)
  const query = useQuery({ ...compareQuery(flow.flow, flow.version, source), enabled: draft.isDraft })
  return (
    <div className="stack">
      <Card title={t('flows.compareTitle', { version: flow.version })}>
        {draft.isDraft ? (
          <Loaded query={query} lines={4}>
            {({ changes, findings }) =>
              draft.isUnreadable ? (
                <FindingList findings={findings} />
              ) : changes.length === 0 ? (
                <Empty icon={IconEqual} title={t('flows.onlySpelling')} />
              ) : (
                <ChangeList changes={changes} onStep={onStep} />
              )
            }
          </Loaded>
        ) : (
          <Empty icon={IconEqual} title={t('flows.noDraft')}>
            <p>{t('flows.noDraftWhy')}</p>
          </Empty>
        )}
      </Card>
    </div>
  )
}
