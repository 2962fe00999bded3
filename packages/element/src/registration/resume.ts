// What survives a page load: the return in the URL, and this tab's memory of what it started.
import { REGISTRATION_PARAM, RETURN_FIELDS, RETURN_MARK, type RawReturn } from '@billing-register/contract'
import { registry, type TakenReturn } from './registry.ts'

/** A registration that this tab knows. Never a launch or a key. */
export interface TabRecord {
  readonly id: string
  readonly endpoint: string
  readonly plan?: string | undefined
  /** Time of the click, Unix ms. Absent where this tab did not start it. */
  readonly startedAt?: number
  /** A return to the page that the server has not taken yet. */
  readonly fields?: RawReturn | undefined
}

const KEY = 'billing-register'
const MEMORY = 8
/** Longest value of a return that the endpoint takes. */
const LONGEST = 1024

/** Newest first. Storage that is blocked or broken means that nothing is known. */
export function tabRecords(): TabRecord[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]')
  } catch {
    return []
  }
}

/** Remembers a registration in place of what was known of it. Without a record it is forgotten. */
export function remember(id: string, record?: TabRecord): void {
  const others = tabRecords().filter((known) => known.id !== id)
  try {
    const records = record ? [record, ...others].slice(0, MEMORY) : others
    // A finished key stays in memory: the server finds it without.
    const text = JSON.stringify(records, (name, value: unknown) => (name === 'billingKey' ? '' : value))
    sessionStorage.setItem(KEY, text)
  } catch {
    // A tab that cannot remember asks for one more click after a return.
  }
}

/**
 * Finds a return in a query string. A PG may have dropped our own parameter: then its values count as a return only
 * if this tab has started a registration (`lastId`), because a page may use names such as `code` for itself.
 * @returns the return, and the query string without it, every other byte unchanged
 */
export function parseReturn(search: string, lastId?: string): (TakenReturn & { search: string }) | undefined {
  const query = new URLSearchParams(search)
  const isReturn = RETURN_MARK.test(search)
  const id = query.get(REGISTRATION_PARAM) ?? (isReturn ? lastId : undefined)
  if (!id) return undefined
  const fields: RawReturn = {}
  const rest: string[] = []
  for (const pair of search.slice(1).split('&')) {
    for (const [name, value] of new URLSearchParams(pair))
      if (isReturn && RETURN_FIELDS.test(name)) fields[name] = value.slice(0, LONGEST)
      else if (name !== REGISTRATION_PARAM) rest.push(pair)
  }
  return { id, fields, search: rest.length ? `?${rest.join('&')}` : '' }
}

/** Takes a return out of the page's URL, once, before any other script can send the URL elsewhere. */
export function takeReturn(): void {
  const found = parseReturn(location.search, tabRecords().find((record) => record.startedAt)?.id)
  if (!found) return
  // The whole address: a path alone means another host where the page has a `<base>`, or where it begins with two slashes.
  history.replaceState(
    history.state,
    '',
    location.href.replace(location.search, () => found.search),
  )
  registry().taken = found
}
