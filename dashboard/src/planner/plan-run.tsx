import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconHandStop, IconHourglass } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RosterWords } from '../roster/use-roster-words.ts'
import { addDays } from '../roster/weeks.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Note, Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { cancelPlan, continuePlan, isUnderWay, planQuery, stopPlan } from './api.ts'
import { PlanChart } from './plan-chart.tsx'
import { Conflict, PlanOutcome, type OutcomeProps } from './plan-outcome.tsx'
import type { PlanRun } from './types.ts'
import { useKeepRun } from './use-planner.ts'

export type RunProps = Omit<OutcomeProps, 'run' | 'result'> & { id: string; onGone: () => void; again: () => void }

/** One search for a plan: how far it is while it runs, what it found when it has ended. */
export const PlanRunView = ({ id, onGone, again, ...rest }: RunProps) => (
  <Loaded query={useQuery(planQuery(id))} lines={4}>
    {(run) => <Run run={run} onGone={onGone} again={again} {...rest} />}
  </Loaded>
)

const SIGNS: Record<PlanRun['state'], { tone: Tone; icon: typeof IconHourglass }> = {
  queued: { tone: 'plain', icon: IconHourglass },
  running: { tone: 'accent', icon: IconHourglass },
  stopped: { tone: 'warn', icon: IconHandStop },
  done: { tone: 'ok', icon: IconCircleCheck },
  failed: { tone: 'bad', icon: IconCircleX },
}

const Run = ({ run, onGone, again, ...rest }: Omit<RunProps, 'id'> & { run: PlanRun }) => {
  const { t } = useTranslation()
  const { words } = rest
  const { tone, icon } = SIGNS[run.state]
  return (
    <div className="stack">
      <div className="row" role="status">
        <Pill tone={tone} icon={icon}>
          {t(`planner.states.${run.state}`)}
        </Pill>
        <span>
          {words.dayMonth(run.from)} – {words.dayMonth(addDays(run.to, -1))}
        </span>
        <Progress run={run} words={words} />
      </div>
      {run.state === 'failed' ? <Failure run={run} words={words} levels={rest.levels} /> : null}
      <RunButtons run={run} onGone={onGone} again={again} />
      {run.state === 'failed' && run.progress.length === 0 ? null : <PlanChart run={run} number={words.number} />}
      {run.result && (run.state === 'done' || run.state === 'stopped') ? <PlanOutcome run={run} result={run.result} {...rest} /> : null}
    </div>
  )
}

const Failure = ({ run, words, levels }: { run: PlanRun } & Pick<RunProps, 'words' | 'levels'>) => {
  const { t } = useTranslation()
  const error = run.error ?? ''
  const isKnown = error === 'CANCELLED' || error === 'INTERRUPTED' || error === 'NOTHING_LAWFUL'
  return (
    <>
      <Note tone={error === 'CANCELLED' ? 'plain' : 'bad'}>{isKnown ? t(`planner.errors.${error}`) : t('planner.errors.other', { error })}</Note>
      {run.result ? <Conflict result={run.result} words={words} levels={levels} /> : null}
    </>
  )
}

/** "8 of 30 s · penalty 1 240 · at most 2.1 % from the best possible" */
const Progress = ({ run, words }: { run: PlanRun; words: RosterWords }) => {
  const { t } = useTranslation()
  const passed = useSecondsPassed(run)
  const parts = [
    passed === null ? '' : t('planner.secondsPassed', { passed, seconds: run.seconds }),
    run.penalty === null ? '' : t('planner.penaltyOf', { penalty: words.number(run.penalty) }),
    run.gapPercent === null ? '' : run.gapPercent < 0.005 ? t('planner.isBest') : t('planner.gapOf', { percent: words.number(run.gapPercent) }),
  ]
  return (
    <>
      {passed === null ? null : <progress className="plan-progress" max={run.seconds} value={passed} aria-label={t('planner.progress')} />}
      <span className="muted">{parts.filter((part) => part !== '').join(' · ')}</span>
    </>
  )
}

/** By the clock of this screen, from what the run last said of itself: the demo clock may run fast, the search does not. Null: it does not run. */
const useSecondsPassed = (run: PlanRun): number | null => {
  const isGoing = run.state === 'running'
  const said = run.progress.at(-1)?.seconds ?? 0
  const [passed, setPassed] = useState(said)
  useEffect(() => {
    if (!isGoing) return
    const timer = setInterval(() => setPassed((old) => old + 1), 1_000)
    return () => clearInterval(timer)
  }, [isGoing])
  return isGoing ? Math.min(run.seconds, Math.round(Math.max(said, passed))) : null
}

const RunButtons = ({ run, onGone, again }: { run: PlanRun } & Pick<RunProps, 'onGone' | 'again'>) => {
  const { t } = useTranslation()
  const keep = useKeepRun()
  const stopping = useSend({ run: () => stopPlan(run.id), onDone: keep })
  const going = useSend({ run: () => continuePlan(run.id), onDone: keep })
  const cancelling = useSend({
    run: () => cancelPlan(run.id),
    onDone: () => {
      keep(null)
      onGone()
    },
  })
  const fault = stopping.fault ?? going.fault ?? cancelling.fault
  const canGoOn = run.state === 'stopped' || (run.state === 'done' && run.appliedAt === null && (run.gapPercent ?? 100) >= 0.005)
  return (
    <>
      {fault ? <Fault error={fault} /> : null}
      <div className="actions">
        {isUnderWay(run) ? (
          <Button size="xs" loading={stopping.isSending} onClick={() => stopping.send(undefined)}>
            {t('planner.stop')}
          </Button>
        ) : null}
        {canGoOn ? (
          <Button size="xs" loading={going.isSending} onClick={() => going.send(undefined)}>
            {t('planner.goOn')}
          </Button>
        ) : null}
        {isUnderWay(run) ? (
          <Button size="xs" loading={cancelling.isSending} onClick={() => cancelling.send(undefined)}>
            {t('planner.cancel')}
          </Button>
        ) : (
          <Button size="xs" onClick={again}>
            {t('planner.again')}
          </Button>
        )}
      </div>
    </>
  )
}
