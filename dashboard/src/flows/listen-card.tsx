import { Button, Switch } from '@mantine/core'
import { IconRotate, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowDetail, Rehearsal } from '../api/types.ts'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { ListenActs } from './listen-acts.tsx'
import { ListenWorld } from './listen-world.tsx'
import type { FlowDraft } from './use-draft.ts'
import { useFlowWords } from './use-flow-words.ts'
import { useRehearsal } from './use-rehearsal.ts'

type ListenProps = { flow: FlowDetail; draft: FlowDraft; onStep: (step: string | null) => void; onClose: () => void }

/** A call to the draft before anybody else hears it. */
export const ListenCard = ({ flow, draft, onStep, onClose }: ListenProps) => {
  const { t } = useTranslation()
  const rehearsal = useRehearsal(flow, draft, onStep)
  const { heard, fault } = rehearsal
  const close = (
    <Button size="xs" variant="subtle" aria-label={t('flows.listen.close')} onClick={onClose}>
      <IconX size={14} aria-hidden />
    </Button>
  )
  return (
    <Card title={t(draft.isDraft ? 'flows.listen.title' : 'flows.listen.titleLive')} aside={close}>
      <div className="stack">
        {fault ? <Fault error={fault} onRetry={rehearsal.retry} /> : null}
        {heard === undefined ? null : (
          <>
            <Lines lines={heard.lines} />
            <Standing heard={heard} />
            <ListenActs key={heard.lines.length} heard={heard} rehearsal={rehearsal} />
          </>
        )}
        <div className="row spread">
          <Button size="xs" leftSection={<IconRotate size={14} aria-hidden />} onClick={rehearsal.begin}>
            {t('flows.listen.again')}
          </Button>
          <Switch
            size="sm"
            label={t('flows.listen.sound')}
            checked={rehearsal.hasSound}
            onChange={(event) => rehearsal.setSound(event.currentTarget.checked)}
          />
        </div>
        <ListenWorld world={rehearsal.world} languages={flow.languages} onChange={rehearsal.change} />
      </div>
    </Card>
  )
}

const Lines = ({ lines }: { lines: Rehearsal['lines'] }) => {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.scrollTo({ top: box.current.scrollHeight }), [lines])
  return (
    <div className="listen-lines" ref={box} role="log" aria-live="polite" aria-label={t('flows.listen.heard')} tabIndex={0}>
      {lines.map((line, n) =>
        line.by === 'line' ? (
          <p key={n} className="line" lang={line.language}>
            {line.text}
          </p>
        ) : (
          <p key={n} className="caller">
            {t(`flows.listen.did.${line.did === 'dial' ? line.text : line.did}`, { text: line.text })}
          </p>
        ),
      )}
    </div>
  )
}

/** What the line waits for, how the call ended, and what happens besides. */
const Standing = ({ heard: { waitingFor, step, outcome, effects } }: { heard: Rehearsal }) => {
  const { t } = useTranslation()
  const words = useFlowWords()
  return (
    <div className="small">
      <p>
        <span className="strong">{step}</span> · {t(`flows.listen.waits.${waitingFor}`)}{' '}
        {outcome === null ? null : t('flows.listen.ended', { outcome: t(`outcomes.${outcome}`) })}
      </p>
      {effects.length === 0 ? null : (
        <p className="muted">
          {t('flows.listen.happens')} {effects.map(words.effect).join(', ')}
        </p>
      )}
    </div>
  )
}
