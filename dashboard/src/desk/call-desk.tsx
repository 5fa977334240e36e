import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { popQuery } from '../api/desk-queries.ts'
import type { Desk, DeskForm, DeskPop } from '../api/desk-types.ts'
import { Loaded } from '../ui/loaded.tsx'
import { CallCard } from './call-card.tsx'
import { FormCard } from './form-card.tsx'
import { OtherCalls } from './other-calls.tsx'
import { RecordColumn } from './record-column.tsx'
import { useForm, useServerForm, type Form } from './use-form.ts'
import { useOwnMember } from './use-own-member.ts'

type CallDeskProps = { sid: string; desk: Desk; side: ReactNode }

/** One call with all that belongs to it. It stays until the form has gone out, also when the caller has hung up. */
export const CallDesk = ({ sid, desk, side }: CallDeskProps) => {
  const { t } = useTranslation()
  const own = desk.pop?.call.sid === sid ? desk.pop : undefined
  const other = useQuery({ ...popQuery(sid), enabled: own === undefined })
  const queryClient = useQueryClient()
  // A call that leaves the desk stays on the screen as it was, and so does what is typed.
  useEffect(() => {
    if (own !== undefined) queryClient.setQueryData(popQuery(sid).queryKey, own)
  }, [queryClient, sid, own])
  const call = desk.calls.find(({ callSid }) => callSid === sid)
  const isHelper = useOwnMember(call)?.role === 'supervisor'
  // Before the call is taken nobody has a form: another phone may be faster. Who helps leaves it to the agent.
  const hasForm = call?.state !== 'ringing' && !isHelper
  const served = useServerForm(sid, hasForm)
  const pop = own ?? other.data
  if (pop === undefined) return <Loaded query={other}>{() => null}</Loaded>
  if (served.data !== undefined && hasForm) return <WithForm sid={sid} desk={desk} pop={pop} served={served.data} side={side} />
  return (
    <Columns sid={sid} desk={desk} pop={pop} side={side} form={null}>
      {hasForm ? <Loaded query={served}>{() => null}</Loaded> : <FormLater words={t(isHelper ? 'desk.form.notYours' : 'desk.form.later')} />}
    </Columns>
  )
}

const WithForm = ({ served, ...rest }: CallDeskProps & { pop: DeskPop; served: DeskForm }) => {
  const form = useForm(served)
  return (
    <Columns {...rest} form={form}>
      <FormCard form={form} pop={rest.pop} />
    </Columns>
  )
}

type ColumnsProps = CallDeskProps & { pop: DeskPop; form: Form | null; children: ReactNode }

/** In the order in which they are read and tabbed through, also one below the other on a phone; what is not about the call comes last. */
const Columns = ({ sid, desk, pop, side, form, children }: ColumnsProps) => (
  <div className="desk">
    <div className="desk-call">
      <CallCard call={desk.calls.find(({ callSid }) => callSid === sid)} pop={pop} isWritten={form !== null && form.form.submittedAt !== null} />
    </div>
    <RecordColumn pop={pop} form={form} />
    <div className="desk-form">{children}</div>
    <div className="desk-side">
      <OtherCalls calls={desk.calls} shown={sid} />
      {side}
    </div>
  </div>
)

const FormLater = ({ words }: { words: string }) => {
  const { t } = useTranslation()
  return (
    <section className="card" aria-label={t('desk.form.title')}>
      <p className="muted">{words}</p>
    </section>
  )
}
