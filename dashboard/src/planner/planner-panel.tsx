import './planner.css'
import { useTranslation } from 'react-i18next'
import { IconX } from '@tabler/icons-react'
import type { Period } from '../roster/types.ts'
import { Card } from '../ui/pieces.tsx'
import { PlanForm } from './plan-form.tsx'
import { usualValues } from './plan-values.ts'
import { PlanRunView, type RunProps } from './plan-run.tsx'
import { useKeepRun, type Planner } from './use-planner.ts'

type PanelProps = Omit<RunProps, 'id' | 'onGone' | 'again'> & { planner: Planner; shown: Period; locked: ReadonlySet<string> }

/** Above the grid: what is to be planned, then how the search goes. The roster below stays in use meanwhile. */
export const PlannerPanel = ({ planner, shown, locked, ...rest }: PanelProps) => {
  const { t } = useTranslation()
  const keep = useKeepRun()
  const { view, setView, close } = planner
  if (view === null) return null
  const title = view.kind === 'form' ? t(view.of === 'gaps' ? 'planner.fillGaps' : 'planner.planMonth') : t('planner.title')
  return (
    <Card
      title={title}
      aside={
        <button type="button" className="plain-button" aria-label={t('planner.close')} onClick={close}>
          <IconX size={16} aria-hidden className="icon" />
        </button>
      }
    >
      {view.kind === 'form' ? (
        <PlanForm
          key={view.of}
          initial={usualValues(view.of, shown)}
          locked={locked}
          onClose={close}
          onStart={(run) => {
            keep(run)
            setView({ kind: 'run', id: run.id })
          }}
        />
      ) : (
        <PlanRunView key={view.id} id={view.id} onGone={close} again={() => setView({ kind: 'form', of: 'gaps' })} {...rest} />
      )}
    </Card>
  )
}
