import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Callback } from '../api/callback-types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useSkillName } from '../now/use-skill-name.ts'
import { OrderWhy } from './order-why.tsx'
import { Promised, Standing, whoOf } from './signs.tsx'

type Props = { callbacks: readonly Callback[]; shown: string | undefined; onShow: (id: string | undefined) => void }

/** In the order in which they are served. */
export const QueueTable = ({ callbacks, shown, onShow }: Props) => {
  const { t } = useTranslation()
  const now = useNow(5_000)
  return (
    <div className="card flush queue-table">
      <table className="list">
        <caption>{t('callbacks.title')}</caption>
        <thead>
          <tr>
            <th scope="col" className="end">
              <span className="hidden-words">{t('callbacks.place')}</span>
            </th>
            <th scope="col">{t('callbacks.who')}</th>
            <th scope="col">{t('callbacks.due')}</th>
            <th scope="col" className="only-wide">
              {t('callbacks.why')}
            </th>
            <th scope="col">{t('callbacks.standing')}</th>
          </tr>
        </thead>
        <tbody>
          {callbacks.map((one) => (
            <Row key={one.id} one={one} now={now} isShown={one.id === shown} onShow={onShow} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Row = ({ one, now, isShown, onShow }: { one: Callback; now: number; isShown: boolean; onShow: Props['onShow'] }) => {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const skillName = useSkillName()
  const details = [
    groupNumber(one.number),
    ...(one.extension ? [t('callbacks.extension', { extension: one.extension })] : []),
    ...(one.askFor ? [t('callbacks.askFor', { who: one.askFor })] : []),
    one.language.toUpperCase(),
    ...(one.skill ? [skillName(one.skill)] : []),
    t(`callbacks.sources.${one.source}`),
  ]
  return (
    <tr className={isShown ? 'is-shown' : ''}>
      <td className="end place">{one.position ?? ''}</td>
      <td>
        <button type="button" className="link-button strong" data-row aria-pressed={isShown} onClick={() => onShow(isShown ? undefined : one.id)}>
          {whoOf(one)}
        </button>
        <span className="muted small block">{details.join(' · ')}</span>
        <span className="small block">
          {one.case ? (
            <>
              <Link to="/cases/$number" params={{ number: one.case.number }}>
                {one.case.number}
              </Link>{' '}
              {one.case.owner?.name ?? ''}
            </>
          ) : null}
          {one.tries > 0 ? <span className="muted">{` · ${t('callbacks.tries', { count: one.tries })}`}</span> : null}
        </span>
      </td>
      <td>
        <Promised one={one} now={now} />
        <span className="muted small block">{t('callbacks.asked', { at: moment(one.requestedAt, now) })}</span>
      </td>
      <td className="only-wide">{one.position === null ? <span className="dim">—</span> : <OrderWhy one={one} />}</td>
      <td>
        <Standing one={one} now={now} />
      </td>
    </tr>
  )
}
