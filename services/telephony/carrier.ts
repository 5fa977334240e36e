import type { Render, TelephonyProvider } from './provider.ts'

/** An address that carries who is meant, and in which language he is spoken to. */
type Of = { id: string; language: string }

/** Where the carrier asks us what is said, and reports how legs and texts stand. */
export type CarrierUrls = {
  /** Somebody on call who is woken. */
  wake: (attempt: Of) => { asks: string; status: string }
  /** A call that we place: what he hears, at first and when his line is turned; where the state of his leg is reported, and who has picked up. */
  outbound: (call: Of) => { asks: string; again: string; status: string; who: string }
  room: RoomUrls
  textStatus: (id: string) => string
  /** The line of a caller who holds looks at once how it goes on. */
  lookAgain: (caller: { turn: number; language: string }) => string
}

export type RoomUrls = {
  member: (member: Of) => { enters: string; asks: string; status: string }
  hold: (language: string) => string
  /** Where a caller's line asks how it goes on after the room. */
  callerBack: (caller: { turn: number; language: string }) => string
}

/** Who carries our calls and texts, as the whole program uses it. */
export type Carrier = {
  /** Loaded at the first use: that takes a fifth of a second. */
  provider: () => Promise<TelephonyProvider>
  render: Render
  urls: CarrierUrls
  findLineType: (number: string) => Promise<string | undefined>
  /** The carrier's number rings here from now on. */
  pointNumber: (number: string) => Promise<unknown>
}
