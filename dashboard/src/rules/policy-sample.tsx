import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PolicyRule } from '../api/case-types.ts'
import { levelsQuery } from '../api/queries.ts'
import { hoursToText } from '../directory/hours.ts'
import { useSpans } from '../format/use-spans.ts'

/** The draft as it would hold, level by level: the text names levels by their ids. */
export const PolicySample = ({ body }: { body: PolicyRule }) => {
  const { t } = useTranslation()
  const { length } = useSpans()
  const levels = useQuery(levelsQuery).data ?? []
  const minutes = (count: number) => length({ from: new Date(0).toISOString(), to: new Date(count * 60_000).toISOString() })
  const { levels: rules = {}, warnAtHours = [], silentHours, executive } = body
  return (
    <section className="sample stack" aria-label={t('rules.policy.title')}>
      <h3>{t('rules.policy.title')}</h3>
      <div className="scroll">
        <table className="list policy">
          <caption>{t('rules.policy.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('cases.level')}</th>
              <th scope="col">{t('rules.policy.ola')}</th>
              <th scope="col">{t('rules.policy.hours')}</th>
              <th scope="col">{t('rules.policy.limit')}</th>
              <th scope="col">{t('rules.policy.skill')}</th>
              <th scope="col">{t('rules.policy.told')}</th>
            </tr>
          </thead>
          <tbody>
            {[...levels].reverse().map((level) => {
              const rule = rules[level.id]
              return (
                <tr key={level.id}>
                  <th scope="row">
                    {level.rank} · {level.name}
                    <code className="dim block">{level.id}</code>
                  </th>
                  <td>{rule?.olaMinutes ? minutes(rule.olaMinutes) : '—'}</td>
                  <td>{rule?.olaMinutes ? (rule.olaHours ? `${hoursToText(rule.olaHours)} · ${rule.zone}` : t('rules.policy.always')) : '—'}</td>
                  <td>{rule?.mostInHand ?? '—'}</td>
                  <td>{rule?.skill ?? '—'}</td>
                  <td>{['page', ...(rule?.told ?? [])].map((way) => t(`pyramid.ways.${way}`)).join(', ')}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <p>
        {t('rules.policy.warnings', { hours: warnAtHours.join(', ') || '—' })} {t('rules.policy.silent', { hours: silentHours ?? '—' })}{' '}
        {executive ? t('rules.policy.executive', { at: executive.tellAt, repeat: executive.repeatMinutes, hand: executive.handAfterMinutes }) : null}
      </p>
    </section>
  )
}
