import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Decision, LeaveRequest } from '../api/pay-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { LEAVE_SIGNS } from '../my-shifts/leaves-card.tsx'
import { Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { UncoveredLines } from './finding-lines.tsx'

/** Yes or no to a leave, with what it would leave open. A no has a reason. */
export const LeaveDecision = ({ request }: { request: LeaveRequest }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const { period } = useSpans()
  const [answer, setAnswer] = useState('')
  const [isLacking, setLacking] = useState(false)
  const queryClient = useQueryClient()
  const deciding = useSend({
    run: (body: Decision) => ask<unknown>('POST', `/api/leave-requests/${request.id}/decision`, { body }),
    onDone: () => {
      for (const kind of ['leave-requests', 'planning', 'roster', 'board']) void queryClient.invalidateQueries({ queryKey: [kind] })
    },
  })
  const refuse = () => (answer.trim() === '' ? setLacking(true) : deciding.send({ isGranted: false, answer }))
  const who = { name: request.person.name, when: period(request.fromAt, request.toAt, zone) }
  return (
    <li>
      <div className="stack tight grow">
        <span className="row">
          <span className="strong">{request.person.name}</span>
          <Pill icon={LEAVE_SIGNS[request.kind]}>{t(`myShifts.leaveKinds.${request.kind}`)}</Pill>
        </span>
        <span>{who.when}</span>
        {request.note === '' ? null : <span className="muted small">“{request.note}”</span>}
        <p className="small">{t('requests.leave.shifts', { count: request.shifts })}</p>
        <UncoveredLines gaps={request.uncovered} />
        {deciding.fault ? <Fault error={deciding.fault} /> : null}
        <TextInput
          label={t('requests.inbox.answer')}
          value={answer}
          error={isLacking ? t('requests.inbox.answerNeeded') : undefined}
          onChange={(event) => (setLacking(false), setAnswer(event.currentTarget.value))}
        />
        <div className="actions">
          <Button
            variant="filled"
            loading={deciding.isSending}
            onClick={() => deciding.send({ isGranted: true, answer })}
            aria-label={t('requests.inbox.grantOf', who)}
          >
            {t('requests.inbox.grant')}
          </Button>
          <Button loading={deciding.isSending} onClick={refuse} aria-label={t('requests.inbox.refuseOf', who)}>
            {t('requests.inbox.refuse')}
          </Button>
        </div>
      </div>
    </li>
  )
}
