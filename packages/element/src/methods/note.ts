// What is being added or replaced, remembered in this tab: the window may replace the page meanwhile.

/** `replacing`: the id of the method that is deleted when the new one is there. Absent where one is only added. */
export interface Note {
  readonly replacing?: string | undefined
}

const keyOf = (endpoint: string): string => `billing-methods:${endpoint}`

/** What this tab remembers for a list; nothing where storage is switched off or broken. */
export function readNote(endpoint: string): Note | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(endpoint)) ?? '') || undefined
  } catch {
    return undefined
  }
}

/** Remembers, or without a note forgets (`null`). Where a browser keeps nothing, a replacement ends with both methods there. */
export function keepNote(endpoint: string, note?: Note): void {
  try {
    sessionStorage.setItem(keyOf(endpoint), JSON.stringify(note ?? null))
  } catch {
    // Storage is switched off.
  }
}
