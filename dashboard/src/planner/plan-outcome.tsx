import { Button } from '@mantine/core'
import { IconAlertTriangle, IconArrowBackUp, IconCircleCheck, IconEye } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FindingList, GapList } from '../roster/to-fix.tsx'
import type { LevelRank } from '../roster/types.ts'
import type { RosterWords } from '../roster/use-roster-words.ts'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { applyPlan, takeBackPlan } from './api.ts'
import { FairnessTable } from './fairness-table.tsx'
import { useSaid } from './said.ts'
import type { PlanResult, PlanRun } from './types.ts'
import { useKeepRun } from './use-planner.ts'

export type OutcomeProps = {
  run: PlanRun
  result: PlanResult
  zone: string
  words: RosterWords
  levels: readonly LevelRank[]
  nameOf: (id: string | null) => string
  /** The plan is shown in the grid, as if it were applied. */
  isShown: boolean
  show: (isShown: boolean) => void
  /** Called before the draft changes, so that it can be brought back. */
  remember: (id: string) => void
  applied: () => void
  /** Takes an applied plan back: the draft is as it was. */
  undo: (() => void) | null
}

/** What was found: what stays open and why, how the load lies, what it costs, and the button that puts it on the roster. */
export const PlanOutcome = (props: OutcomeProps) => {
  const { t } = useTranslation()
  const { result, words, levels, zone, nameOf } = props
  const unlawful = result.findings.filter(({ severity }) => severity !== 'warning').length
  return (
    <div className="stack">
      <Conflict {...props} />
      <Figures result={result} words={words} />
      <ApplyButtons {...props} />
      <Shortage {...props} />
      {result.unmet.length > 0 ? (
        <details className="roster-details" open={result.unmet.length < 6}>
          <summary>{t('planner.unmet', { count: result.unmet.length })}</summary>
          <GapList gaps={result.unmet} zone={zone} words={words} levels={levels} />
        </details>
      ) : null}
      {result.findings.length > 0 ? (
        <details className="roster-details" open={unlawful > 0}>
          <summary>{t('roster.findingsCount', { count: result.findings.length })}</summary>
          <FindingList findings={result.findings} zone={zone} words={words} nameOf={nameOf} />
        </details>
      ) : null}
      {result.fairness.length > 0 ? (
        <details className="roster-details">
          <summary>{t('planner.fairness.title')}</summary>
          <FairnessTable people={result.fairness} words={words} />
        </details>
      ) : null}
    </div>
  )
}

export const Conflict = ({ result, words, levels }: Pick<OutcomeProps, 'result' | 'words' | 'levels'>) => {
  const { t } = useTranslation()
  const said = useSaid(words, levels)
  if (result.conflict.length === 0) return null
  return (
    <Note tone="bad" icon={IconAlertTriangle}>
      <span className="strong">{t('planner.conflict')}</span>
      <ul className="plan-said">
        {result.conflict.map((one, index) => (
          <li key={index}>{said(one)}</li>
        ))}
      </ul>
    </Note>
  )
}

const Shortage = ({ result, words, levels }: OutcomeProps) => {
  const { t } = useTranslation()
  const said = useSaid(words, levels)
  if (result.shortage.length === 0 && result.unmet.length === 0 && result.conflict.length === 0)
    return (
      <Note tone="ok" icon={IconCircleCheck}>
        {t('planner.allMet')}
      </Note>
    )
  if (result.shortage.length === 0) return null
  return (
    <Note tone="warn" icon={IconAlertTriangle}>
      <span className="strong">{t('planner.shortage')}</span>
      <ul className="plan-said">
        {result.shortage.map((one, index) => (
          <li key={index}>{said(one)}</li>
        ))}
      </ul>
    </Note>
  )
}

const PARTS = ['cover', 'wishes', 'fairness', 'hours', 'premiums', 'changes'] as const

const Figures = ({ result, words }: Pick<OutcomeProps, 'result' | 'words'>) => {
  const { t } = useTranslation()
  const { wishes, changes, premiums } = result
  const parts = PARTS.filter((name) => result.parts[name] !== 0).map((name) => `${t(`planner.parts.${name}`)} ${words.number(result.parts[name])}`)
  const facts: Array<[string, string]> = [
    [t('planner.facts.changes'), t('planner.facts.changesOf', changes)],
    [t('planner.facts.wishes'), wishes.kept + wishes.broken === 0 ? '' : t('planner.facts.wishesOf', { kept: wishes.kept, all: wishes.kept + wishes.broken })],
    [
      t('planner.facts.premiums'),
      Object.entries(premiums)
        .map(([currency, minor]) => words.money(minor, currency))
        .join(', '),
    ],
    [t('planner.facts.parts'), parts.join(' · ')],
  ]
  return (
    <dl className="roster-facts plan-facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

const ApplyButtons = ({ run, isShown, show, remember, applied, undo, words, nameOf }: OutcomeProps) => {
  const { t, i18n } = useTranslation()
  const queryClient = useQueryClient()
  const keep = useKeepRun()
  const sending = useSend({
    run: () => applyPlan(run.id),
    onDone: () => {
      remember(run.id)
      applied()
      keep(null)
      void queryClient.invalidateQueries({ queryKey: ['roster'] })
    },
  })
  const takingBack = useSend({ run: () => takeBackPlan(run.id), onDone: () => undo?.() })
  const refused = sending.done?.refused ?? []
  const why = (code: string): string => (i18n.exists(`roster.refusedWhy.${code}`) ? t(`roster.refusedWhy.${code}`) : code)
  return (
    <div className="stack tight">
      {(sending.fault ?? takingBack.fault) ? <Fault error={sending.fault ?? takingBack.fault} /> : null}
      {sending.done ? <p role="status">{t('planner.applied', { added: sending.done.added, removed: sending.done.removed })}</p> : null}
      {refused.length > 0 ? (
        <ul className="roster-findings">
          {refused.map(({ personId, date, code }) => (
            <li key={`${personId} ${date}`} className="warning">
              <span className="strong">
                {nameOf(personId)} · {words.dayMonth(date)}
              </span>
              <span>{why(code)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="actions">
        {run.appliedAt === null ? (
          <>
            <Button variant="filled" size="xs" loading={sending.isSending} onClick={() => sending.send(undefined)}>
              {t('planner.apply')}
            </Button>
            <Button size="xs" aria-pressed={isShown} leftSection={<IconEye size={16} aria-hidden />} onClick={() => show(!isShown)}>
              {t(isShown ? 'planner.hide' : 'planner.show')}
            </Button>
          </>
        ) : undo ? (
          <Button size="xs" loading={takingBack.isSending} leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => takingBack.send(undefined)}>
            {t('planner.undo')}
          </Button>
        ) : (
          <span className="muted">{t('planner.isApplied')}</span>
        )}
      </div>
    </div>
  )
}
