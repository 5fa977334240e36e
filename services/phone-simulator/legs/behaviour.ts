/** What a phone in the world does by itself when it rings. `rings`: until somebody answers or declines, or it times out. */
export type PhoneBehaviour =
  | { kind: 'rings' }
  | { kind: 'answers'; afterSeconds: number }
  | { kind: 'declines'; afterSeconds: number }
  | { kind: 'busy' }
  /** Answers, talks, beeps (if it does), never presses a key, and hangs up after a minute: a mailbox. */
  | { kind: 'voicemail'; afterSeconds: number; greeting: string; beeps: boolean }
  /** Answers with a tone and hangs up after half a minute. */
  | { kind: 'fax'; afterSeconds: number }
  /** Answers and says nothing: a pocket, a dead line. */
  | { kind: 'silent'; afterSeconds: number }
