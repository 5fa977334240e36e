import { useMutation } from '@tanstack/react-query'
import { fieldsOf } from '../api/faults.ts'
import { ApiError } from '../api/http.ts'
import { useProblemWords } from './use-problem-words.ts'

type Form = { values: object; setErrors: (errors: Record<string, string>) => void }
type Options<I, O> = { run: (input: I) => Promise<O>; onDone?: (output: O, input: I) => void; form?: Form }

/** Sends something to the server. Its faults go to the fields they name; `fault` is what no field of the form can show. */
export const useSend = <I, O>({ run, onDone, form }: Options<I, O>) => {
  const problemWords = useProblemWords()
  const faultsAtFields = (error: unknown): Record<string, string> => {
    if (!(error instanceof ApiError) || form === undefined) return {}
    const { named, byCode } = fieldsOf(error.problem, Object.keys(form.values))
    return byCode === undefined ? named : { ...named, [byCode]: problemWords(error.problem) }
  }
  const mutation = useMutation({
    mutationFn: run,
    onSuccess: (output, input) => onDone?.(output, input),
    onError: (error) => form?.setErrors(faultsAtFields(error)),
  })
  const isAtFields = Object.keys(faultsAtFields(mutation.error)).length > 0
  return { send: mutation.mutate, isSending: mutation.isPending, fault: isAtFields ? null : mutation.error, reset: mutation.reset, done: mutation.data }
}
