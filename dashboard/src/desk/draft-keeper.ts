import type { DeskForm, DeskFormSave } from '../api/desk-types.ts'
import { draftOf, isSame, merge, withField, type Clash, type Draft } from './draft.ts'

/** saved: the server has all; waiting: soon; kept: the server did not answer, this device has it; clash: somebody must choose. */
export type Phase = 'saved' | 'waiting' | 'saving' | 'kept' | 'clash'

export type Keeping = {
  /** As the server sent it last. */
  form: DeskForm
  draft: Draft
  clashes: readonly Clash[]
  phase: Phase
  savedAt: number | null
}

/** What this device remembers of a form that the server has not got yet. */
export type Kept = { draft: Draft; base: Draft; clashes: readonly Clash[] }

export type KeeperParts = {
  form: DeskForm
  read: () => Kept | null
  write: (kept: Kept | null) => void
  get: () => Promise<DeskForm>
  put: (save: DeskFormSave) => Promise<DeskForm>
  isEditedMeanwhile: (error: unknown) => boolean
  now: () => number
}

const SAVE_AFTER = 2_000
const AGAIN_AFTER = 4_000

export type DraftKeeper = ReturnType<typeof keepDraft>

/** Keeps what is written: on this device with each letter, on the server every two seconds, and after a reload. Nothing typed is ever thrown away. */
export const keepDraft = ({ form, read, write, get, put, isEditedMeanwhile, now }: KeeperParts) => {
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let isStopped = true
  let base = draftOf(form)
  let state: Keeping = { form, draft: base, clashes: [], phase: 'saved', savedAt: null }

  const set = (next: Partial<Keeping>) => {
    state = { ...state, ...next }
    write(isDirty() || state.clashes.length > 0 ? { draft: state.draft, base, clashes: state.clashes } : null)
    for (const listener of listeners) listener()
  }
  const isDirty = (): boolean => state.form.submittedAt === null && !isSame(state.draft, base)
  const plan = (wait: number) => {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(() => void save().catch(() => undefined), wait)
  }
  /** The server's form and ours become one; what both changed is left to the person. */
  const join = (fresh: DeskForm, from: Draft) => {
    const theirs = draftOf(fresh)
    const { draft, clashes } = merge(from, state.draft, theirs)
    base = theirs
    const open = [...state.clashes.filter(({ field }) => !clashes.some((clash) => clash.field === field)), ...clashes]
    set({ form: fresh, draft, clashes: open })
  }
  const settle = () => {
    if (state.clashes.length > 0) return set({ phase: 'clash' })
    if (!isDirty()) return set({ phase: 'saved', savedAt: now() })
    set({ phase: 'waiting' })
    plan(SAVE_AFTER)
  }
  const send = async (): Promise<void> => {
    const sent = state.draft
    set({ phase: 'saving' })
    try {
      join(await put({ ...sent, version: state.form.version }), sent)
    } catch (error) {
      if (!isEditedMeanwhile(error)) throw error
      join(await get(), base)
    }
    settle()
  }
  const save = (): Promise<void> => {
    clearTimeout(timer)
    running ??= send()
      .catch((error: unknown) => {
        set({ phase: 'kept' })
        plan(AGAIN_AFTER)
        throw error
      })
      .finally(() => {
        running = undefined
      })
    return running
  }
  const change = (draft: Draft, isUrgent = false) => {
    if (state.form.submittedAt !== null) return
    set({ draft })
    if (state.clashes.length > 0) return
    if (isUrgent) plan(0)
    else if (state.phase === 'saved') plan(SAVE_AFTER)
    if (state.phase === 'saved') set({ phase: 'waiting' })
  }

  const kept = form.submittedAt === null ? read() : null
  if (kept !== null) {
    state = { ...state, draft: kept.draft, clashes: kept.clashes }
    join(form, kept.base)
    if (state.clashes.length > 0) set({ phase: 'clash' })
    else if (isDirty()) set({ phase: 'waiting' })
  }

  return {
    get: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    change,
    /** Ends a clash: with our words, or with those that the server has. */
    choose: (field: string, isTheirs: boolean) => {
      const clash = state.clashes.find((one) => one.field === field)
      if (clash === undefined) return
      const draft = isTheirs ? withField(state.draft, field, clash.theirs) : state.draft
      set({ draft, clashes: state.clashes.filter((one) => one !== clash) })
      if (state.clashes.length === 0) settle()
    },
    /** Until the server has all that is written; the version that it has then. Throws when it does not answer, or when a clash is open. */
    flush: async (): Promise<number> => {
      await running?.catch(() => undefined)
      for (let tries = 0; isDirty() && state.clashes.length === 0 && tries < 5; tries += 1) await save()
      if (state.clashes.length > 0 || isDirty()) throw new Error('not saved')
      return state.form.version
    },
    /** The form has gone out. */
    take: (fresh: DeskForm) => {
      clearTimeout(timer)
      base = draftOf(fresh)
      set({ form: fresh, draft: base, clashes: [], phase: 'saved', savedAt: now() })
    },
    start: () => {
      isStopped = false
      if (isDirty() && state.clashes.length === 0) plan(0)
    },
    /** The screen is left: what is not saved goes out now. */
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      if (isDirty() && state.clashes.length === 0) void save().catch(() => undefined)
    },
  }
}
