import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CaseRef } from '../api/types.ts'
import { CaseStatus } from './case-status.tsx'

export const CaseLines = ({ cases, empty }: { cases: readonly CaseRef[]; empty: string }) => {
  const { t } = useTranslation()
  if (cases.length === 0) return <p className="muted">{empty}</p>
  return (
    <ul className="lines">
      {cases.map((one) => (
        <li key={one.number}>
          <span className="stack tight">
            <Link to="/cases/$number" params={{ number: one.number }} className="strong">
              {one.title}
            </Link>
            <span className="muted small">
              {t('cases.number', { number: one.number })} · {one.owner ? t('cases.ownedBy', { name: one.owner.name }) : t('cases.noOwner')}
            </span>
          </span>
          <CaseStatus status={one.status} />
        </li>
      ))}
    </ul>
  )
}
