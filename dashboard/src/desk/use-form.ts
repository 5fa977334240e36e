import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { formApi } from '../api/desk-queries.ts'
import type { DeskForm } from '../api/desk-types.ts'
import { ApiError } from '../api/http.ts'
import { forget, readJson, storeJson } from '../stored.ts'
import { useSend } from '../ui/use-send.ts'
import type { Draft } from './draft.ts'
import { keepDraft, type DraftKeeper, type Kept } from './draft-keeper.ts'
import { missingFor, refusedFields, stillEmpty, type Then } from './missing.ts'

const keyOf = (sid: string) => ['desk-form', sid]

/** The form of a call as the server has it; what follows is the keeper's. */
export const useServerForm = (sid: string, isWanted: boolean) =>
  useQuery({ queryKey: keyOf(sid), queryFn: () => formApi.get(sid), enabled: isWanted, staleTime: Infinity, gcTime: 0 })

const placeOf = (sid: string): string => `desk-form.${sid}`

const keeperOf = (form: DeskForm): DraftKeeper => {
  const { callSid } = form
  return keepDraft({
    form,
    read: () => readJson(placeOf(callSid)) as Kept | null,
    write: (kept) => (kept === null ? forget(placeOf(callSid)) : storeJson(placeOf(callSid), kept)),
    get: () => formApi.get(callSid),
    put: (save) => formApi.put(callSid, save),
    isEditedMeanwhile: (error) => error instanceof ApiError && error.problem.code === 'EDITED_MEANWHILE',
    now: () => Date.now(),
  })
}

/** The two steps of one call: what is written, what is missing, and where it is kept. */
export const useForm = (served: DeskForm) => {
  const [keeper] = useState(() => keeperOf(served))
  const [then, setThen] = useState<Then>('passUp')
  /** Marks appear with the first try to send, not while somebody still writes. */
  const [isTried, setTried] = useState(false)
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  useEffect(() => {
    keeper.start()
    return keeper.stop
  }, [keeper])
  const keeping = useSyncExternalStore(keeper.subscribe, keeper.get)
  const { form, draft } = keeping
  // Whoever opens this form next in this window begins with what the server said last.
  useEffect(() => void queryClient.setQueryData(keyOf(form.callSid), form), [queryClient, form])
  const sending = useSend({
    run: async () => formApi.submit(form.callSid, { version: await keeper.flush(), then }),
    onDone: (sent) => {
      keeper.take(sent)
      // The call may be over, and off the desk with its form: this one stays to be read.
      void navigate({ to: '/desk', search: { call: sent.callSid } })
      void queryClient.invalidateQueries({ queryKey: ['desk'] })
      void queryClient.invalidateQueries({ queryKey: ['cases'] })
    },
  })
  const { problem } = sending.fault instanceof ApiError ? sending.fault : { problem: null }
  const missing = isTried ? missingFor(draft, form.checklist, then) : []
  const refused = problem === null ? [] : stillEmpty(draft, refusedFields(problem.code, problem.values))
  const change = useCallback((next: Draft, isUrgent = false) => keeper.change(next, isUrgent), [keeper])
  return {
    ...keeping,
    then,
    setThen,
    change,
    choose: keeper.choose,
    write: (body: Partial<Draft['body']>) => change({ ...draft, body: { ...draft.body, ...body } }),
    writeFact: (name: string, value: string) => change({ ...draft, body: { ...draft.body, facts: { ...draft.body.facts, [name]: value } } }),
    /** Another reason or case asks other questions: the server is asked at once. */
    askAnew: (next: Partial<Omit<Draft, 'body'>> & { reason?: string }) => {
      const { reason = draft.body.reason, caseNumber = draft.caseNumber } = next
      change({ caseNumber, body: { ...draft.body, reason } }, true)
    },
    missing: [...new Set([...missing, ...refused])],
    send: () => {
      setTried(true)
      sending.reset()
      if (missingFor(draft, form.checklist, then).length === 0) sending.send(undefined)
    },
    isSending: sending.isSending,
    fault: sending.fault,
  }
}
export type Form = ReturnType<typeof useForm>
