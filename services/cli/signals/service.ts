/** One Ctrl-C reaches us twice (from the terminal, and passed on by npm); this long after the first it is the same one. */
const SAME_SIGNAL_MILLISECONDS = 1_000
const EXIT_CODE = 130

/** Resolves at the first SIGINT or SIGTERM. Whoever asks again a second later does not want to wait: the process ends at once. */
export function stopSignals(): Promise<void> {
  return new Promise((resolve) => {
    let first = 0
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (first !== 0 && Date.now() - first > SAME_SIGNAL_MILLISECONDS) process.exit(EXIT_CODE)
        first ||= Date.now()
        resolve()
      })
    }
  })
}
