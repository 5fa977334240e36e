/** What this device remembers. Storage can be forbidden (private windows): then nothing is remembered, and nothing breaks. */
export const readStored = (name: string): string | null => {
  try {
    return localStorage.getItem(`nightline.${name}`)
  } catch {
    return null
  }
}

export const store = (name: string, value: string): void => {
  try {
    localStorage.setItem(`nightline.${name}`, value)
  } catch {
    // Not remembered.
  }
}

export const readJson = (name: string): unknown => {
  try {
    return JSON.parse(readStored(name) ?? 'null')
  } catch {
    return null
  }
}

export const storeJson = (name: string, value: unknown): void => store(name, JSON.stringify(value))

export const forget = (name: string): void => {
  try {
    localStorage.removeItem(`nightline.${name}`)
  } catch {
    // Nothing was remembered.
  }
}

export const readTabStored = (name: string): unknown => {
  try {
    return JSON.parse(sessionStorage.getItem(`nightline.${name}`) ?? 'null')
  } catch {
    return null
  }
}

export const storeInTab = (name: string, value: unknown): void => {
  try {
    sessionStorage.setItem(`nightline.${name}`, JSON.stringify(value))
  } catch {
    // Not remembered.
  }
}
