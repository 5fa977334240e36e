import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeskForm, DeskFormSave } from '../../../dashboard/src/api/desk-types.ts'
import { draftOf, isSame, merge, type Draft } from '../../../dashboard/src/desk/draft.ts'
import { keepDraft, type Kept } from '../../../dashboard/src/desk/draft-keeper.ts'
import { keyOf } from '../../../dashboard/src/desk/keys.ts'
import { missingFor, refusedFields, stillEmpty } from '../../../dashboard/src/desk/missing.ts'
import { hasBlank, piecesOf, textOf, withAnswer } from '../../../dashboard/src/desk/say.ts'

const BODY: DeskForm['body'] = {
  reason: 'fault',
  title: '',
  severity: 'normal',
  words: '',
  acknowledgement: '',
  facts: {},
  isDistressed: false,
  solution: '',
  satisfiedBy: '',
  spotReason: '',
  passReason: '',
}
const item = (name: string, more: Partial<DeskForm['checklist'][number]> = {}) => ({
  name,
  question: `${name}?`,
  isRequired: true,
  choices: null,
  value: null,
  ...more,
})
const formWith = (body: Partial<DeskForm['body']> = {}, more: Partial<DeskForm> = {}): DeskForm => ({
  callSid: 'CA1',
  person: { id: 'amira', name: 'Amira Haddad' },
  caseNumber: null,
  body: { ...BODY, ...body },
  checklist: [item('since'), item('device', { isRequired: false })],
  script: [],
  answers: [],
  version: 1,
  updatedAt: '2026-11-22T09:00:00Z',
  submittedAt: null,
  ...more,
})
const draft = (body: Partial<DeskForm['body']> = {}, caseNumber: string | null = null): Draft => ({ body: { ...BODY, ...body }, caseNumber })

describe('two windows on one form', () => {
  const base = draft({ words: 'cold', facts: { since: 'Monday' } })
  it('each keep what only they changed', () => {
    const { draft: joined, clashes } = merge(
      base,
      draft({ words: 'cold since Monday', facts: { since: 'Monday' } }),
      draft({ words: 'cold', facts: { since: 'Sunday', device: 'boiler' } }, '107'),
    )
    expect(joined).toEqual(draft({ words: 'cold since Monday', facts: { since: 'Sunday', device: 'boiler' } }, '107'))
    expect(clashes).toEqual([])
  })
  it('lose nothing where both changed the same field', () => {
    const { draft: joined, clashes } = merge(base, draft({ words: 'mine', facts: { since: 'Monday' } }), draft({ words: 'theirs', facts: { since: 'Monday' } }))
    expect(joined.body.words).toBe('mine')
    expect(clashes).toEqual([{ field: 'words', theirs: 'theirs' }])
  })
  it('agree when both wrote the same', () => expect(merge(base, draft({ words: 'same' }), draft({ words: 'same' })).clashes).toEqual([]))
  it('carry a switch and a cleared case over', () => {
    const joined = merge(draft({}, '107'), draft({ isDistressed: true }, null), draft({}, '107')).draft
    expect(joined).toEqual(draft({ isDistressed: true }, null))
  })
  it('see no difference between a fact that is empty and one that is not there', () => expect(isSame(draft({ facts: { since: '' } }), draft())).toBe(true))
})

describe('what is missing', () => {
  const { checklist } = formWith()
  it('is everything of an empty form', () =>
    expect(missingFor(draft({ reason: '' }), checklist, 'passUp')).toEqual(['words', 'acknowledgement', 'reason', 'facts.since', 'passReason']))
  it('is not what the call or the case knows already', () => {
    const written = draft({ words: 'cold', acknowledgement: 'I wrote it down' })
    expect(missingFor(written, [item('since', { value: 'Monday' })], 'keep')).toEqual([])
    expect(missingFor({ ...written, caseNumber: '107', body: { ...written.body, reason: '' } }, [], 'keep')).toEqual([])
  })
  it('is what was known and is blank now', () =>
    expect(missingFor(draft({ words: 'a', acknowledgement: 'b', facts: { since: ' ' } }), [item('since', { value: 'Monday' })], 'keep')).toEqual([
      'facts.since',
    ]))
  it('is the way in which it was solved', () =>
    expect(missingFor(draft({ words: 'a', acknowledgement: 'b', facts: { since: 'x' } }), checklist, 'solve')).toEqual([
      'solution',
      'satisfiedBy',
      'spotReason',
    ]))
  it('is what the server names, until it is filled', () => {
    expect(refusedFields('FACTS_MISSING', { names: 'since, device' })).toEqual(['facts.since', 'facts.device'])
    expect(refusedFields('NOT_ACKNOWLEDGED', { missing: 'words' })).toEqual(['words'])
    expect(refusedFields('NOT_FOUND', { id: 'x' })).toEqual([])
    expect(stillEmpty(draft({ facts: { since: 'Monday' } }), ['words', 'facts.since', 'facts.device'])).toEqual(['words', 'facts.device'])
  })
})

describe('a sentence of the script', () => {
  it('fills its blanks, and shows those that nobody has filled', () => {
    const pieces = piecesOf('{{customer}}, you say: {{ words }}.', { words: 'it is cold ' })
    expect(pieces.map(({ kind, text }) => `${kind}:${text}`)).toEqual(['blank:customer', 'words:, you say: ', 'filled:it is cold', 'words:.'])
    expect(hasBlank(pieces)).toBe(true)
    expect(textOf(pieces)).toBe('…, you say: it is cold.')
  })
  it('has one stop where his words and the sentence both end', () => {
    expect(textOf(piecesOf('You say: {{words}}. Is that so?', { words: 'Nobody came.' }))).toBe('You say: Nobody came. Is that so?')
    expect(textOf(piecesOf('You say: Nobody came!. Is that so...', {}))).toBe('You say: Nobody came! Is that so...')
  })
  it('takes an answer behind what is there', () => {
    expect(withAnswer('', 'Bleed the radiator.')).toBe('Bleed the radiator.')
    expect(withAnswer('I see. ', 'Bleed the radiator.')).toBe('I see. Bleed the radiator.')
  })
})

describe('a key of the desk', () => {
  const press = (key: string, code: string, more: Partial<KeyboardEvent> = {}) =>
    keyOf({ key, code, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more })
  it.each([
    ['a', 'KeyA', 'a'],
    ['A', 'KeyA', 'a'],
    ['ф', 'KeyA', 'a'],
    ['у', 'KeyE', 'e'],
    // A French keyboard: what is written counts, not where the key lies.
    ['q', 'KeyA', 'q'],
    ['7', 'Digit7', '7'],
    ['?', 'Slash', '?'],
    ['Tab', 'Tab', null],
    ['Enter', 'Enter', null],
  ])('%s at %s is %s', (key, code, expected) => expect(press(key, code)).toBe(expected))
  it('sends with Ctrl or Cmd and Enter, and leaves the other keys of the browser alone', () => {
    expect(press('Enter', 'Enter', { ctrlKey: true })).toBe('send')
    expect(press('Enter', 'Enter', { metaKey: true })).toBe('send')
    expect(press('a', 'KeyA', { ctrlKey: true })).toBeNull()
    expect(press('e', 'KeyE', { repeat: true })).toBeNull()
  })
})

describe('what is typed', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const EDITED = new Error('edited meanwhile')
  /** A server that keeps one form and refuses what was written on an older version. */
  const aServer = (first = formWith()) => {
    let form = first
    return {
      saves: [] as DeskFormSave[],
      isDown: false,
      get form() {
        return form
      },
      edits: (body: Partial<DeskForm['body']>) => {
        form = { ...form, body: { ...form.body, ...body }, version: form.version + 1 }
      },
      async put(save: DeskFormSave): Promise<DeskForm> {
        if (this.isDown) throw new Error('down')
        if (save.version !== form.version) throw EDITED
        this.saves.push(save)
        form = { ...form, body: { ...BODY, ...save.body } as DeskForm['body'], caseNumber: save.caseNumber ?? null, version: form.version + 1 }
        return form
      },
    }
  }
  const open = (server: ReturnType<typeof aServer>, device: { kept: Kept | null } = { kept: null }) => {
    const keeper = keepDraft({
      form: server.form,
      read: () => device.kept,
      write: (kept) => {
        device.kept = kept
      },
      get: () => Promise.resolve(server.form),
      put: (save) => server.put(save),
      isEditedMeanwhile: (error) => error === EDITED,
      now: () => Date.now(),
    })
    keeper.start()
    const types = (body: Partial<DeskForm['body']>) => keeper.change({ ...keeper.get().draft, body: { ...keeper.get().draft.body, ...body } })
    return { keeper, types, device }
  }

  it('is on the device with the letter and on the server within two seconds, once', async () => {
    const server = aServer()
    const { keeper, types, device } = open(server)
    types({ words: 'c' })
    expect(device.kept?.draft.body.words).toBe('c')
    await vi.advanceTimersByTimeAsync(1_500)
    types({ words: 'cold' })
    expect(server.saves).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(500)
    expect(server.form.body.words).toBe('cold')
    expect(keeper.get()).toMatchObject({ phase: 'saved', clashes: [] })
    expect(device.kept).toBeNull()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(server.saves).toHaveLength(1)
  })

  it('is kept while the server is down, and goes out when it is back', async () => {
    const server = aServer()
    const { keeper, types, device } = open(server)
    server.isDown = true
    types({ words: 'cold' })
    await vi.advanceTimersByTimeAsync(7_000)
    expect(keeper.get().phase).toBe('kept')
    expect(device.kept?.draft.body.words).toBe('cold')
    await expect(keeper.flush()).rejects.toThrow('down')
    server.isDown = false
    await vi.advanceTimersByTimeAsync(4_000)
    expect(server.form.body.words).toBe('cold')
    expect(keeper.get().phase).toBe('saved')
  })

  it('lives after a reload that came before it was saved', async () => {
    const server = aServer()
    const first = open(server)
    first.types({ words: 'cold' })
    const { keeper } = open(server, first.device)
    expect(keeper.get().draft.body.words).toBe('cold')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(server.form.body.words).toBe('cold')
  })

  it('is put together with what another window saved meanwhile', async () => {
    const server = aServer()
    const { keeper, types } = open(server)
    types({ words: 'cold' })
    server.edits({ title: 'Heating' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(server.form.body).toMatchObject({ words: 'cold', title: 'Heating' })
    expect(keeper.get().draft.body.title).toBe('Heating')
  })

  it('waits with a clash until somebody chooses, also over a reload', async () => {
    const server = aServer()
    const first = open(server)
    first.types({ words: 'mine' })
    server.edits({ words: 'theirs' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(first.keeper.get()).toMatchObject({ phase: 'clash', clashes: [{ field: 'words', theirs: 'theirs' }] })
    expect(server.form.body.words).toBe('theirs')
    await expect(first.keeper.flush()).rejects.toThrow('not saved')

    const { keeper, types } = open(server, first.device)
    expect(keeper.get()).toMatchObject({ phase: 'clash', clashes: [{ field: 'words', theirs: 'theirs' }] })
    types({ title: 'Heating' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(server.saves).toHaveLength(0)
    keeper.choose('words', false)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(server.form.body).toMatchObject({ words: 'mine', title: 'Heating' })
  })

  it('can be given up for theirs', async () => {
    const server = aServer()
    const { keeper, types } = open(server)
    types({ words: 'mine' })
    server.edits({ words: 'theirs' })
    await vi.advanceTimersByTimeAsync(5_000)
    keeper.choose('words', true)
    expect(keeper.get()).toMatchObject({ phase: 'saved', draft: { body: { words: 'theirs' } } })
  })

  it('is all on the server before the form goes out; letters typed during a save are saved too', async () => {
    const server = aServer()
    const { keeper, types } = open(server)
    types({ words: 'co' })
    keeper.stop()
    keeper.start()
    types({ words: 'cold' })
    await expect(keeper.flush()).resolves.toBe(3)
    expect(server.form.body.words).toBe('cold')
  })

  it('is saved at once when the screen is left, and when other questions are needed', async () => {
    const server = aServer()
    const { keeper, types } = open(server)
    types({ words: 'cold' })
    keeper.stop()
    await vi.advanceTimersByTimeAsync(0)
    expect(server.form.body.words).toBe('cold')
    keeper.start()
    keeper.change({ ...draftOf(server.form), caseNumber: '107' }, true)
    await vi.advanceTimersByTimeAsync(0)
    expect(server.form.caseNumber).toBe('107')
  })

  it('does not change any more when it has gone out', async () => {
    const server = aServer()
    const { keeper, types } = open(server)
    keeper.take(formWith({ words: 'cold' }, { submittedAt: '2026-11-22T09:05:00Z', caseNumber: '107', version: 5 }))
    types({ words: 'warm' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(keeper.get().draft.body.words).toBe('cold')
    expect(server.saves).toHaveLength(0)
  })
})
