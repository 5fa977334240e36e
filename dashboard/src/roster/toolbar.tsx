import { Button, NativeSelect } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconChevronRight,
  IconCopy,
  IconHistory,
  IconKeyboard,
  IconPrinter,
  IconSend,
  IconWand,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../ui/pieces.tsx'
import { peopleOf } from './grid-model.ts'
import type { RosterSearch } from './roster-search.ts'
import type { Roster } from './types.ts'
import type { View } from './use-desk.ts'
import type { Editor } from './use-editor.ts'
import type { RosterWords } from './use-roster-words.ts'
import { addDays, plusMonths, weekIn, weekNumber, weekOf } from './weeks.ts'

type ToolbarProps = {
  roster: Roster
  view: View
  search: RosterSearch
  words: RosterWords
  editor: Editor
  go: (search: RosterSearch) => void
  open: (what: 'publish' | 'publications' | 'help' | 'copy') => void
  step: (way: 'undo' | 'redo') => void
  plan: (what: 'gaps' | 'month') => void
}

export const Toolbar = (props: ToolbarProps) => {
  const { t } = useTranslation()
  const { view, words, roster } = props
  const last = addDays(view.period.to, -1)
  return (
    <div className="stack">
      <PageHead
        title={t('roster.title')}
        aside={
          <span className="dim">
            {view.view === 'day' ? <>{words.longDay(view.shownDay)} · </> : null}
            {view.view === 'month' ? (
              words.monthYear(view.month)
            ) : (
              <>
                {t('roster.week', { number: weekNumber(view.monday) })} · {words.dayMonth(view.monday)} – {words.dayMonth(last)} {last.slice(0, 4)}
              </>
            )}{' '}
            · {roster.zone}
          </span>
        }
      >
        {view.isEditor ? <EditorButtons {...props} /> : null}
      </PageHead>
      <div className="row roster-bar">
        <WeekSteps {...props} />
        <ViewSwitch {...props} />
        {view.view === 'person' ? <PersonChoice {...props} /> : null}
        {view.isEditor ? <PlanSwitch {...props} /> : null}
        {view.mayEdit ? <HistoryButtons {...props} /> : null}
        <SignButton icon={IconKeyboard} words={t('roster.help')} onClick={() => props.open('help')} />
        <SignButton icon={IconPrinter} words={t('planner.print')} onClick={() => window.print()} />
      </div>
    </div>
  )
}

const SignButton = ({ icon: Icon, words, onClick, isOff = false }: { icon: TablerIcon; words: string; onClick: () => void; isOff?: boolean }) => (
  <button type="button" className="plain-button roster-sign" aria-label={words} title={words} disabled={isOff} onClick={onClick}>
    <Icon size={18} stroke={1.8} aria-hidden className="icon" />
  </button>
)

const EditorButtons = ({ roster, view, open, plan }: ToolbarProps) => {
  const { t } = useTranslation()
  return (
    <div className="row">
      <SignButton icon={IconHistory} words={t('roster.publications')} onClick={() => open('publications')} />
      {view.mayEdit && view.view === 'week' ? (
        <Button leftSection={<IconCopy size={16} aria-hidden />} onClick={() => open('copy')}>
          {t('roster.copyLast')}
        </Button>
      ) : null}
      {view.mayEdit ? (
        <>
          <Button leftSection={<IconWand size={16} aria-hidden />} onClick={() => plan('gaps')}>
            {t('planner.fillGapsOpen')}
          </Button>
          <Button onClick={() => plan('month')}>{t('planner.planMonthOpen')}</Button>
        </>
      ) : null}
      {view.mayEdit ? (
        <Button variant="filled" leftSection={<IconSend size={16} aria-hidden />} disabled={roster.unpublished === 0} onClick={() => open('publish')}>
          {roster.unpublished === 0 ? t('roster.allPublished') : t('roster.publish', { count: roster.unpublished })}
        </Button>
      ) : null}
    </div>
  )
}

const WeekSteps = ({ view, search, go }: ToolbarProps) => {
  const { t } = useTranslation()
  const { week: _week, day: _day, ...rest } = search
  const isDay = view.view === 'day'
  const to = (way: -1 | 1) => () => {
    if (isDay) go({ ...rest, day: addDays(view.shownDay, way) })
    else if (view.view === 'month') go({ ...rest, week: weekIn(plusMonths(view.month, way)) })
    else go({ ...rest, week: weekOf(addDays(view.monday, way * (view.view === 'weeks' ? 28 : 7))) })
  }
  const [before, after] = STEP_WORDS[view.view]
  return (
    <div className="row roster-steps">
      <SignButton icon={IconChevronLeft} words={t(before)} onClick={to(-1)} />
      <Button size="xs" onClick={() => go(rest)}>
        {t('roster.thisWeek')}
      </Button>
      <SignButton icon={IconChevronRight} words={t(after)} onClick={to(1)} />
    </div>
  )
}

const STEP_WORDS = {
  day: ['planner.dayBefore', 'planner.nextDay'],
  week: ['roster.previousWeek', 'roster.nextWeek'],
  person: ['roster.previousWeek', 'roster.nextWeek'],
  month: ['planner.monthBefore', 'planner.nextMonth'],
  weeks: ['planner.weeksBefore', 'planner.nextWeeks'],
} as const

const Segment = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div role="group" aria-label={label} className="roster-segment">
    {children}
  </div>
)

const ViewSwitch = ({ view, search, go, roster }: ToolbarProps) => {
  const { t } = useTranslation()
  const { view: _view, day: _day, ...kept } = search
  // From a day one comes to its own week.
  const rest = search.day === undefined ? kept : { ...kept, week: weekOf(view.monday) }
  const person = search.person ?? (roster.workers.some(({ id }) => id === view.ownId) ? view.ownId : roster.workers[0]?.id)
  return (
    <Segment label={t('roster.view')}>
      <button type="button" aria-pressed={view.view === 'day'} onClick={() => go({ ...rest, view: 'day', day: view.shownDay })}>
        {t('planner.viewDay')}
      </button>
      <button type="button" aria-pressed={view.view === 'week'} onClick={() => go(rest)}>
        {t('roster.viewWeek')}
      </button>
      <button type="button" aria-pressed={view.view === 'month'} onClick={() => go({ ...rest, view: 'month' })}>
        {t('planner.viewMonth')}
      </button>
      <button type="button" aria-pressed={view.view === 'weeks'} onClick={() => go({ ...rest, view: 'weeks' })}>
        {t('planner.viewWeeks')}
      </button>
      <button type="button" aria-pressed={view.view === 'person'} onClick={() => go({ ...rest, view: 'person', ...(person === undefined ? {} : { person }) })}>
        {t('roster.viewPerson')}
      </button>
    </Segment>
  )
}

const PlanSwitch = ({ view, search, go }: ToolbarProps) => {
  const { t } = useTranslation()
  const { plan: _plan, ...rest } = search
  return (
    <Segment label={t('roster.plan')}>
      <button type="button" aria-pressed={view.plan === 'draft'} onClick={() => go(rest)}>
        {t('roster.draft')}
      </button>
      <button type="button" aria-pressed={view.plan === 'published'} onClick={() => go({ ...rest, plan: 'published' })}>
        {t('roster.publishedPlan')}
      </button>
    </Segment>
  )
}

const PersonChoice = ({ roster, search, go }: ToolbarProps) => {
  const { t } = useTranslation()
  return (
    <NativeSelect
      size="xs"
      aria-label={t('roster.person')}
      value={search.person ?? ''}
      onChange={(event) => go({ ...search, person: event.currentTarget.value })}
      data={peopleOf(roster).map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

const HistoryButtons = ({ editor, step }: ToolbarProps) => {
  const { t } = useTranslation()
  return (
    <div className="row roster-steps">
      <SignButton icon={IconArrowBackUp} words={t('roster.undo')} isOff={!editor.canUndo} onClick={() => step('undo')} />
      <SignButton icon={IconArrowForwardUp} words={t('roster.redo')} isOff={!editor.canRedo} onClick={() => step('redo')} />
    </div>
  )
}
