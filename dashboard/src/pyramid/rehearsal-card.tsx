import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { rehearsalQuery } from '../api/case-queries.ts'
import type { Rehearsal } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Pill, type Tone } from '../ui/pieces.tsx'

const TONES: Record<Rehearsal['steps'][number]['what'], Tone> = {
  warned: 'warn',
  olaBreached: 'warn',
  silent: 'warn',
  top: 'bad',
  told: 'accent',
  deputy: 'bad',
}

/** What would happen by morning if nobody did anything: nobody is called for it. */
export const RehearsalCard = ({ zone }: { zone: string }) => {
  const { t } = useTranslation()
  const { moment, dateTime } = useFormat()
  const now = useNow(60_000)
  const query = useQuery(rehearsalQuery)
  return (
    <Card title={t('pyramid.rehearsal.title')} flush>
      <Loaded query={query} lines={3}>
        {({ steps, until }) => (
          <>
            <p className="muted rehearsal-why">{t('pyramid.rehearsal.why', { until: dateTime(until), zone })}</p>
            {steps.length === 0 ? (
              <p className="rehearsal-why">{t('pyramid.rehearsal.nothing')}</p>
            ) : (
              <div className="rehearsal-steps" tabIndex={0} role="region" aria-label={t('pyramid.rehearsal.title')}>
                <table className="list">
                  <caption>{t('pyramid.rehearsal.title')}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t('pyramid.rehearsal.when')}</th>
                      <th scope="col">{t('caseWork.list.case')}</th>
                      <th scope="col">{t('pyramid.rehearsal.what')}</th>
                      <th scope="col">{t('pyramid.rehearsal.who')}</th>
                      <th scope="col">{t('pyramid.rehearsal.ways')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {steps.map((step, index) => (
                      <tr key={index}>
                        <td className="number">{moment(step.at, now)}</td>
                        <td>
                          <Link to="/cases/$number" params={{ number: step.caseNumber }}>
                            {step.caseNumber}
                          </Link>
                        </td>
                        <td>
                          <Pill tone={TONES[step.what]}>{t(`pyramid.rehearsal.steps.${step.what}`)}</Pill>
                        </td>
                        <td>{step.who.map(({ name }) => name).join(', ')}</td>
                        <td>{step.ways.map((way) => t(`pyramid.ways.${way}`)).join(', ') || '—'}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Card>
  )
}
