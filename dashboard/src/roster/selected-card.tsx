import { Button } from '@mantine/core'
import { IconMoon, IconPhone, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { nightMinutes } from '../../../services/roster-rules/nights.ts'
import { toShift } from '../../../services/roster-rules/from-wire.ts'
import { workMinutes } from '../../../services/roster-rules/person-roster.ts'
import { useIsLocked } from './locks.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import type { LevelRank, Roster, ShiftView } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'

export type ShiftActs = {
  change?: () => void
  move?: () => void
  remove?: () => void
  standIn?: () => void
  swap?: () => void
  takeBack?: (overrideId: string) => void
  lock?: () => void
  replace?: () => void
  repair?: () => void
}
type SelectedProps = {
  shift: ShiftView
  roster: Roster
  words: RosterWords
  levels: readonly LevelRank[]
  nameOf: (id: string | null) => string
  acts: ShiftActs
}

/** Everything about one shift. */
export const SelectedCard = ({ shift, roster, words, levels, nameOf, acts }: SelectedProps) => {
  const { t } = useTranslation()
  const isLocked = useIsLocked(shift.id)
  return (
    <Card title={`${nameOf(shift.personId)} · ${words.dayMonth(shift.date)}`} aside={<KindPill shift={shift} roster={roster} words={words} />}>
      <dl className="roster-facts">
        <Facts shift={shift} roster={roster} words={words} levels={levels} nameOf={nameOf} />
      </dl>
      <Covers shift={shift} roster={roster} words={words} nameOf={nameOf} acts={acts} />
      <div className="actions">
        {acts.move ? (
          <Button size="xs" onClick={acts.move}>
            {t('roster.acts.move')}
          </Button>
        ) : null}
        {acts.change ? (
          <Button size="xs" onClick={acts.change}>
            {t('roster.acts.change')}
          </Button>
        ) : null}
        {acts.remove ? (
          <Button size="xs" onClick={acts.remove}>
            {t('roster.acts.remove')}
          </Button>
        ) : null}
        {acts.lock ? (
          <Button size="xs" aria-pressed={isLocked} onClick={acts.lock}>
            {t(isLocked ? 'planner.unlock' : 'planner.lock')}
          </Button>
        ) : null}
        {acts.replace ? (
          <Button size="xs" onClick={acts.replace}>
            {t('planner.offers.find')}
          </Button>
        ) : null}
        {acts.repair ? (
          <Button size="xs" onClick={acts.repair}>
            {t('planner.repair.open')}
          </Button>
        ) : null}
        {acts.standIn ? (
          <Button size="xs" onClick={acts.standIn}>
            {t('roster.acts.standIn')}
          </Button>
        ) : null}
        {acts.swap ? (
          <Button size="xs" onClick={acts.swap}>
            {t('roster.acts.swap')}
          </Button>
        ) : null}
      </div>
    </Card>
  )
}

const nightOf = (shift: ShiftView, { house }: Roster): number => nightMinutes(toShift(shift), shift.zone, house)

const KindPill = ({ shift, roster, words }: Pick<SelectedProps, 'shift' | 'roster' | 'words'>) => {
  const { t } = useTranslation()
  if (shift.kind === 'onCall') return <Pill icon={IconPhone}>{words.kind('onCall')}</Pill>
  const isNight = nightOf(shift, roster) > roster.house.minutes
  return (
    <Pill tone={isNight ? 'night' : 'day'} icon={isNight ? IconMoon : IconSun}>
      {t(isNight ? 'roster.night' : 'roster.shift')}
    </Pill>
  )
}

const Facts = ({ shift, roster, words, levels, nameOf }: Omit<SelectedProps, 'acts'>) => {
  const { t } = useTranslation()
  const rests = shift.breaks.map(
    ({ from, to, isPaid }) => `${words.times({ startsAt: from, endsAt: to, zone: shift.zone })} (${t(isPaid ? 'roster.facts.paid' : 'roster.facts.unpaid')})`,
  )
  const night = nightOf(shift, roster)
  const facts: Array<[string, string]> = [
    [t('roster.facts.times'), `${words.times(shift)} · ${words.hours(workMinutes(toShift(shift)))}`],
    [t('roster.facts.zone'), shift.zone],
    [t('roster.facts.breaks'), rests.join(', ')],
    [t('roster.facts.night'), night === 0 ? '' : words.hours(night)],
    [t('roster.facts.level'), words.level(shift.levelId, levels)],
    [t('roster.facts.skill'), shift.skill ?? ''],
    [t('roster.facts.buddy'), shift.buddyId === null ? '' : nameOf(shift.buddyId)],
    [t('roster.facts.note'), shift.note],
  ]
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))
}

const Covers = ({ shift, roster, words, nameOf, acts }: Omit<SelectedProps, 'levels'>) => {
  const { t } = useTranslation()
  const covers = roster.overrides.filter(({ shiftId, revokedAt }) => shiftId === shift.id && revokedAt === null)
  return covers.map((cover) => (
    <div key={cover.id} className="roster-cover-line">
      <span>
        <span className="strong">
          {t('roster.coverBy', { name: nameOf(cover.personId), times: words.times({ startsAt: cover.fromAt, endsAt: cover.toAt, zone: shift.zone }) })}
        </span>
        {cover.reason === '' ? null : <span className="muted"> · {cover.reason}</span>}
      </span>
      {acts.takeBack ? (
        <Button size="xs" onClick={() => acts.takeBack?.(cover.id)}>
          {t('roster.acts.takeBack')}
        </Button>
      ) : null}
    </div>
  ))
}
