import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CaseRow } from '../api/case-types.ts'
import type { DeskPop } from '../api/desk-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Card } from '../ui/pieces.tsx'
import { DuePill } from './my-cases.tsx'
import type { Form } from './use-form.ts'

/** A further call about an open case belongs to that case: nobody tells his story twice. */
export const OpenCases = ({ pop, form }: { pop: DeskPop; form: Form | null }) => {
  const { t } = useTranslation()
  const chosen = form?.draft.caseNumber ?? null
  const isSent = form === null || form.form.submittedAt !== null
  return (
    <Card title={t('desk.open.title')} aside={<span className="muted">{pop.openCases.length}</span>}>
      {pop.openCases.length === 0 ? <p className="muted">{t('desk.open.none')}</p> : null}
      <ul className="lines">
        {pop.openCases.map((one) => (
          <li key={one.number} className={one.number === chosen ? 'is-chosen' : ''}>
            <About one={one} />
            <Button
              size="xs"
              {...(one.number === chosen ? { variant: 'filled', leftSection: <IconCheck size={15} aria-hidden /> } : {})}
              aria-pressed={one.number === chosen}
              aria-label={t('desk.open.isItOf', { number: one.number })}
              disabled={isSent}
              onClick={() => form?.askAnew({ caseNumber: one.number === chosen ? null : one.number })}
            >
              {t('desk.open.isIt')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const About = ({ one }: { one: CaseRow }) => {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const now = useNow(60_000)
  return (
    <span className="stack tight grow">
      <span className="row">
        <Link to="/cases/$number" params={{ number: one.number }} className="strong">
          {one.title}
        </Link>
        <DuePill one={one} />
      </span>
      <span className="muted small">
        {[
          t('cases.number', { number: one.number }),
          t('desk.open.since', { at: moment(one.openedAt, now) }),
          one.owner === null ? null : t('cases.ownedBy', { name: one.owner.name }),
          one.level.name,
          one.promisedAt === null ? null : t('desk.open.promised', { at: moment(one.promisedAt, now) }),
        ]
          .filter((words) => words !== null)
          .join(' · ')}
      </span>
    </span>
  )
}
