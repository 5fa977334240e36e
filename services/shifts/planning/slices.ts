/**
 * Long reckoning in slices: whoever runs it may let others have the thread between two of them, so that the phone line, which the same process answers,
 * never waits for a plan.
 */
export type Slices<T> = Generator<void, T, void>

/** All at once, for who need not share. */
export function atOnce<T>(slices: Slices<T>): T {
  for (;;) {
    const { done, value } = slices.next()
    if (done) return value
  }
}
