const ROWS = [697, 770, 852, 941]
const COLUMNS = [1209, 1336, 1477]
const KEYS = ['123', '456', '789', '*0#']

/** The two tones of a key (ITU-T Q.23), in hertz. */
export const tonesOf = (key: string): [number, number] | undefined => {
  const row = KEYS.findIndex((keys) => keys.includes(key))
  const column = KEYS[row]?.indexOf(key) ?? -1
  const low = ROWS[row]
  const high = COLUMNS[column]
  return low === undefined || high === undefined || key.length !== 1 ? undefined : [low, high]
}
