import { callbackState } from './callbacks.ts'
import { z } from 'zod'
import { callRow, capturedAnswer } from './calls.ts'
import { caseRow, checklistItem, severity } from './cases.ts'

const instant = z.iso.datetime()
const personRef = z.object({ id: z.uuid(), name: z.string() })

/** What an agent should know before he answers. */
export const deskPop = z.object({
  call: callRow,
  /** The way through the menu: titles of steps and what was pressed or said. */
  path: z.array(z.object({ step: z.string(), answer: z.string().nullable() })),
  captured: z.array(capturedAnswer),
  waitSeconds: z.number().int(),
  /** Null: nobody can say yet; `candidates` may. */
  customer: z
    .object({
      id: z.uuid(),
      name: z.string(),
      /** The number is his alone: he may be greeted by name. */
      isSure: z.boolean(),
      language: z.string().nullable(),
      accountManager: personRef.nullable(),
      lastRating: z.number().nullable(),
      contactsInSevenDays: z.number().int(),
      products: z.array(z.string()),
      note: z.string(),
    })
    .nullable(),
  /** Whose call it may be, and why: numbers that several share, or that nobody has confirmed. */
  candidates: z.array(personRef.extend({ reasons: z.array(z.string()) })),
  lastContacts: z.array(z.object({ at: instant, kind: z.enum(['call', 'case', 'callback', 'message', 'note']), text: z.string(), ref: z.string() })).max(3),
  openCases: z.array(caseRow),
  /** What he waits for: by his record, or at his number while nobody knows whose it is. */
  callbacks: z.array(z.object({ id: z.uuid(), state: callbackState, from: instant, to: instant, name: z.string(), words: z.string() })),
  recording: z.object({ mode: z.enum(['never', 'announce', 'ask']), consent: z.string().nullable() }),
})
export type DeskPop = z.infer<typeof deskPop>

/** The two steps of the front line, as they stand while they are written. */
export const deskFormBody = z.object({
  reason: z.string().max(60).default(''),
  title: z.string().max(200).default(''),
  severity: severity.default('normal'),
  words: z.string().max(4_000).default(''),
  acknowledgement: z.string().max(4_000).default(''),
  facts: z.record(z.string(), z.string().max(4_000)).default({}),
  isDistressed: z.boolean().default(false),
  /** Solved on the spot. */
  solution: z.string().max(4_000).default(''),
  satisfiedBy: z.string().max(1_000).default(''),
  spotReason: z.string().max(1_000).default(''),
  passReason: z.string().max(1_000).default(''),
})
export type DeskFormBody = z.infer<typeof deskFormBody>
export const deskForm = z.object({
  callSid: z.string(),
  person: personRef,
  caseNumber: z.string().nullable(),
  body: deskFormBody,
  /** What the reason asks for, and what is known already from the call, the customer or the case. */
  checklist: z.array(checklistItem),
  script: z.array(z.object({ step: z.enum(['acknowledge', 'gather', 'end']), say: z.string() })),
  answers: z.array(z.object({ key: z.string(), question: z.string(), answer: z.string() })),
  version: z.number().int(),
  updatedAt: instant,
  submittedAt: instant.nullable(),
})
export type DeskForm = z.infer<typeof deskForm>
/** `version`: the one that was seen; another one since is refused with EDITED_MEANWHILE. */
export const deskFormSave = z.object({ body: deskFormBody, caseNumber: z.string().nullable().optional(), version: z.number().int().optional() })
/** keep: the case stays with who writes it; passUp: it goes to the next level; solve: solved on the spot. Without acknowledgement or a required fact it is refused. */
export const deskFormSubmit = z.object({ version: z.number().int(), then: z.enum(['keep', 'passUp', 'solve']) })

export const roomMember = z.object({
  id: z.uuid(),
  role: z.enum(['caller', 'agent', 'colleague', 'supervisor']),
  person: personRef.nullable(),
  number: z.string(),
  mode: z.enum(['listen', 'whisper', 'talk']),
  isMuted: z.boolean(),
  isHeld: z.boolean(),
  state: z.enum(['calling', 'in', 'left']),
})
/** A call that rings at, or is talked on by, whoever asks. */
export const deskCall = z.object({
  callSid: z.string(),
  /** His own leg. */
  legSid: z.string(),
  state: z.enum(['ringing', 'talking', 'over']),
  since: instant,
  isMuted: z.boolean(),
  isHeld: z.boolean(),
  isHelpAsked: z.boolean(),
  members: z.array(roomMember),
  /** True: his phone is in the page (the simulator carries the calls). */
  isPhoneInPage: z.boolean(),
})
export type DeskCall = z.infer<typeof deskCall>
export const desk = z.object({
  calls: z.array(deskCall),
  /** Of the newest call: all that should be known. */
  pop: deskPop.nullable(),
  form: deskForm.nullable(),
  /** His open cases, the most urgent first. */
  cases: z.array(caseRow),
  /** How many he could take. */
  waiting: z.number().int(),
})
export type DeskView = z.infer<typeof desk>

export const deskAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('hold') }),
  z.object({ act: z.literal('resume') }),
  z.object({ act: z.literal('mute') }),
  z.object({ act: z.literal('unmute') }),
  z.object({ act: z.literal('end') }),
  /** Calls a colleague into the call; the caller holds meanwhile. */
  z.object({ act: z.literal('consult'), personId: z.uuid().optional(), number: z.string().optional() }),
  /** Leaves the call to who was consulted. */
  z.object({ act: z.literal('transfer') }),
  /** Back to the caller; who was consulted is let go. */
  z.object({ act: z.literal('dropConsulted') }),
  z.object({ act: z.literal('askHelp') }),
  /** A supervisor: hears all; is heard by the agent alone; is heard by all. */
  z.object({ act: z.literal('listen') }),
  z.object({ act: z.literal('whisper') }),
  z.object({ act: z.literal('join') }),
  z.object({ act: z.literal('leave') }),
])
export type DeskAct = z.infer<typeof deskAct>
/** A call that the supervisor may help in. */
export const callUnderWay = z.object({ callSid: z.string(), agent: personRef, customer: personRef.nullable(), since: instant, isHelpAsked: z.boolean() })
/** The agent's phone rings first; then the customer is called and sees our number. */
export const callNow = z.object({
  /** Absent: the number on the record. */
  number: z.string().max(32).optional(),
  /** Outside of the hours in which he wants to be called. */
  anyway: z.boolean().default(false),
})
export const outboundCall = z.object({ id: z.uuid(), state: z.string(), to: z.string() })
