import { IconAlertTriangle, IconUserOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CaseRow, PyramidLevel } from '../api/case-types.ts'
import { CaseSigns, PromiseClock, TopClock } from '../cases/case-signs.tsx'
import { dueOf, firstDue } from '../cases/due-words.ts'
import { useNow } from '../format/use-now.ts'
import { Pill } from '../ui/pieces.tsx'

const SHOWN = 8

type Props = { level: PyramidLevel; index: number; of: number; shown: string | undefined; onShow: (number: string | undefined) => void }

/** One level: who answers for it, who is on with how much in hand, and its cases by their clocks. */
export const Storey = ({ level, index, of, shown, onShow }: Props) => {
  const { t } = useTranslation()
  // The lowest is the widest.
  const width = of === 1 ? 100 : 64 + (36 * index) / (of - 1)
  return (
    <section className={level.late > 0 ? 'storey is-late' : 'storey'} style={{ maxWidth: `${width}%` }} aria-labelledby={`storey-${level.id}`}>
      <div className="storey-head">
        <span className="storey-rank" aria-hidden>
          {level.rank}
        </span>
        <div className="grow stack tight storey-name">
          <h2 id={`storey-${level.id}`}>
            {level.name}
            <span className="hidden-words"> · {t('pyramid.level', { rank: level.rank })}</span>
          </h2>
          <span className="muted small" title={t('now.keeperWhy')}>
            {t(`now.keeper.${level.keeper.why}`, { name: level.keeper.name })}
          </span>
        </div>
        <span className="row storey-counts">
          <Link to="/cases" search={{ level: level.rank }}>
            {t('pyramid.open', { count: level.open })}
          </Link>
          {level.unattended > 0 ? (
            <Pill tone="warn" icon={IconUserOff}>
              {t('pyramid.unattended', { count: level.unattended })}
            </Pill>
          ) : null}
          {level.late > 0 ? (
            <Pill tone="bad" icon={IconAlertTriangle}>
              {t('pyramid.late', { count: level.late })}
            </Pill>
          ) : null}
        </span>
      </div>
      <ul className="storey-people" aria-label={t('pyramid.people')}>
        {level.people.length === 0 ? <li className="muted small">{t('pyramid.nobody')}</li> : null}
        {level.people.map((person) => (
          <li key={person.id} title={t('pyramid.inHandWhy')}>
            <Pill tone={person.most !== null && person.inHand >= person.most ? 'warn' : 'plain'}>
              {person.name} ·{' '}
              {person.most === null ? t('pyramid.inHand', { count: person.inHand }) : t('pyramid.inHandOf', { have: person.inHand, most: person.most })}
            </Pill>
          </li>
        ))}
      </ul>
      <ul className="storey-cases" aria-label={t('pyramid.casesOf', { level: level.name })}>
        {level.cases.slice(0, SHOWN).map((one) => (
          <CaseButton key={one.number} one={one} isShown={one.number === shown} onShow={onShow} />
        ))}
      </ul>
      {level.open > Math.min(SHOWN, level.cases.length) ? (
        <Link to="/cases" search={{ level: level.rank }} className="small">
          {t('pyramid.all', { count: level.open })}
        </Link>
      ) : null}
    </section>
  )
}

const CaseButton = ({ one, isShown, onShow }: { one: CaseRow; isShown: boolean; onShow: Props['onShow'] }) => {
  const { t } = useTranslation()
  const now = useNow()
  const due = dueOf(firstDue(one).at, null, now)
  return (
    <li>
      <button type="button" className={`case-button is-${due}`} aria-pressed={isShown} onClick={() => onShow(isShown ? undefined : one.number)}>
        <span className="grow stack tight start">
          <span className="row">
            <span className="strong">{one.title}</span>
            <CaseSigns one={one} />
          </span>
          <span className="muted small">
            {one.number} · {one.owner?.name ?? t('cases.noOwner')}
            {one.customer === null ? '' : ` · ${one.customer.name}`}
          </span>
        </span>
        <span className="stack tight end clocks">
          <TopClock one={one} now={now} />
          <PromiseClock one={one} now={now} />
        </span>
      </button>
    </li>
  )
}
