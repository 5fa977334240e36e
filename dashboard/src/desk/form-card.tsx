import { IconCheck, IconMoodSad } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DeskPop } from '../api/desk-types.ts'
import { Fault } from '../ui/states.tsx'
import { AcknowledgeStep } from './acknowledge-step.tsx'
import { Clashes } from './clashes.tsx'
import { FinishStep } from './finish-step.tsx'
import { GatherStep } from './gather-step.tsx'
import { missingFacts, missingWords } from './missing.ts'
import { ReasonChoice } from './reason-choice.tsx'
import { SaveState } from './save-state.tsx'
import { SentCard } from './sent-card.tsx'
import { useDeskKey } from './use-desk-key.ts'
import type { Form } from './use-form.ts'

/** The two steps of the front line: the caller knows that it will be handled, and all is asked once. */
export const FormCard = ({ form, pop }: { form: Form; pop: DeskPop }) => {
  const { t } = useTranslation()
  const isOpen = form.form.submittedAt === null
  const { draft } = form
  useDeskKey('send', form.send, { isOn: isOpen && !form.isSending })
  useDeskKey('d', () => form.write({ isDistressed: !draft.body.isDistressed }), { isOn: isOpen })
  useDeskKey('w', () => document.getElementById('desk-words')?.focus(), { isOn: isOpen })
  if (!isOpen) return <SentCard form={form.form} />
  const isAcknowledged = missingWords(draft).length === 0
  return (
    <section className="card form-card" aria-label={t('desk.form.title')}>
      <div className="row spread">
        <h2>{draft.caseNumber === null ? t('desk.form.newCase') : t('desk.form.ofCase', { number: draft.caseNumber })}</h2>
        <SaveState form={form} />
      </div>
      <button
        type="button"
        className="act-button distress"
        aria-pressed={draft.body.isDistressed}
        aria-keyshortcuts="D"
        onClick={() => form.write({ isDistressed: !draft.body.isDistressed })}
      >
        <IconMoodSad size={18} aria-hidden className="icon" />
        <span className="grow">{t('desk.form.distress')}</span>
        <kbd aria-hidden>D</kbd>
      </button>
      <Clashes form={form} />
      {draft.caseNumber === null ? <ReasonChoice form={form} /> : null}
      <Step n={1} title={t('desk.form.acknowledge')} isDone={isAcknowledged}>
        <AcknowledgeStep form={form} pop={pop} />
      </Step>
      <Step n={2} title={t('desk.form.gather')} isDone={isAcknowledged && missingFacts(draft, form.form.checklist).length === 0}>
        <GatherStep form={form} />
      </Step>
      <FinishStep form={form} />
      {form.fault && form.phase !== 'clash' ? <Fault error={form.fault} /> : null}
    </section>
  )
}

const Step = ({ n, title, isDone, children }: { n: number; title: string; isDone: boolean; children: React.ReactNode }) => {
  const { t } = useTranslation()
  return (
    <section className={isDone ? 'step is-done' : 'step'} aria-label={title}>
      <h3>
        <span className="step-number" aria-hidden>
          {isDone ? <IconCheck size={14} stroke={2.4} /> : n}
        </span>
        {title}
        {isDone ? <span className="hidden-words">{t('desk.form.done')}</span> : null}
      </h3>
      <div className="stack">{children}</div>
    </section>
  )
}
