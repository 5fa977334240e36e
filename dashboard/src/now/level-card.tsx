import { IconAlertTriangle, IconArrowsExchange, IconBellOff, IconHeadset, IconPhone, IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import type { BoardDuty, BoardLevel, Duty, Gap } from '../api/shift-types.ts'
import { useNow } from '../format/use-now.ts'
import { useSpans } from '../format/use-spans.ts'
import { PresenceMenu } from '../presence/presence-menu.tsx'
import { PresencePill } from '../presence/presence-pill.tsx'
import { mayPlan } from '../shell/roles.ts'
import { Note, Pill } from '../ui/pieces.tsx'
import { useSkillName } from './use-skill-name.ts'
import { gapNow, nextWords, notRungKey } from './board-words.ts'

/** One level: who keeps it, who is on, who comes next. */
export const LevelCard = ({ level, gaps }: { level: BoardLevel; gaps: readonly Gap[] }) => {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const isShort = gapNow(gaps, level.id, now)
  return (
    <section className="card level-card">
      <header>
        <h2>
          <span className="level-rank">{level.rank}</span> {level.name}
        </h2>
        <KeeperPill level={level} isShort={isShort} />
      </header>
      {level.now.length === 0 ? (
        <Note tone={isShort ? 'bad' : 'plain'} icon={isShort ? IconAlertTriangle : IconBellOff}>
          {t(isShort ? 'now.nobodyGap' : 'now.nobody', { name: level.keeper.name })}
        </Note>
      ) : (
        <ul className="lines">
          {level.now.map((duty) => (
            <OnLine key={`${duty.shiftId} ${duty.from} ${duty.person.id}`} duty={duty} now={now} />
          ))}
        </ul>
      )}
      <NextLine duties={level.next} now={now} />
    </section>
  )
}

const KeeperPill = ({ level: { keeper }, isShort }: { level: BoardLevel; isShort: boolean }) => {
  const { t } = useTranslation()
  return (
    <span title={t('now.keeperWhy')}>
      <Pill tone={keeper.why === 'head' && isShort ? 'warn' : 'plain'} icon={IconShieldCheck}>
        {t(`now.keeper.${keeper.why}`, { name: keeper.name })}
      </Pill>
    </span>
  )
}

const OnLine = ({ duty, now }: { duty: BoardDuty; now: number }) => {
  const skillName = useSkillName()
  const { t } = useTranslation()
  const { until } = useSpans()
  return (
    <li className="on-line">
      <span className="stack tight grow">
        <span className="row">
          <span className="strong">{duty.person.name}</span>
          <KindWords kind={duty.kind} />
          {duty.skill === null ? null : <Pill>{skillName(duty.skill)}</Pill>}
        </span>
        <span className="muted small">{t('now.until', { at: until(duty.to, duty.zone, now) })}</span>
        <StandsIn duty={duty} />
        {duty.notRung === null ? null : (
          <span className="small not-rung">
            <IconBellOff size={14} aria-hidden className="icon" /> {t('now.notRungWhy', { why: t(notRungKey(duty.notRung)) })}
          </span>
        )}
      </span>
      <OthersPresence duty={duty} now={now} />
    </li>
  )
}

/** Desk or on call, with its sign. */
export const KindWords = ({ kind }: { kind: Duty['kind'] }) => {
  const { t } = useTranslation()
  return (
    <Pill tone={kind === 'desk' ? 'day' : 'night'} icon={kind === 'desk' ? IconHeadset : IconPhone}>
      {t(`now.kinds.${kind}`)}
    </Pill>
  )
}

export const StandsIn = ({ duty }: { duty: Pick<Duty, 'source' | 'planned' | 'reason' | 'person'> }) => {
  const { t } = useTranslation()
  if (duty.source === 'shift' || duty.planned.id === duty.person.id) return null
  const key = duty.source === 'swap' ? 'now.swapped' : 'now.standsIn'
  return (
    <span className="small stands-in">
      <IconArrowsExchange size={14} aria-hidden className="icon" /> {t(key, { name: duty.planned.name })}
      {duty.reason === '' ? null : <span className="muted"> · {duty.reason}</span>}
    </span>
  )
}

const OthersPresence = ({ duty, now }: { duty: BoardDuty; now: number }) => {
  const { t } = useTranslation()
  const role = useQuery(meQuery).data?.person.role
  const pill = <PresencePill presence={duty.presence} notRung={duty.notRung} now={now} />
  if (role === undefined || !mayPlan(role)) return pill
  return (
    <PresenceMenu label={t('presence.ofName', { name: duty.person.name })} state={duty.presence?.state} personId={duty.person.id}>
      {pill}
    </PresenceMenu>
  )
}

const NextLine = ({ duties, now }: { duties: readonly Duty[]; now: number }) => {
  const { t } = useTranslation()
  const { until } = useSpans()
  const { distance } = useNextFormat()
  const next = nextWords(duties)
  if (next === null) return <p className="muted small level-next">{t('now.nobodyNext')}</p>
  return (
    <p className="small level-next">
      <span className="muted">{t('now.next')}</span> <span className="strong">{next.names.join(', ')}</span>{' '}
      <span className="muted">{t('now.nextAt', { at: until(next.from, next.zone, now), distance: distance(Date.parse(next.from) - now) })}</span>
    </p>
  )
}

const useNextFormat = () => {
  const { t } = useTranslation()
  const { length } = useSpans()
  return {
    /** "in 2 h 10 min" */
    distance: (milliseconds: number) =>
      milliseconds < 60_000
        ? t('now.atOnce')
        : t('now.in', { distance: length({ from: new Date(0).toISOString(), to: new Date(milliseconds).toISOString() }) }),
  }
}
