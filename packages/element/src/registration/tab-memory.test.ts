// What this tab remembers of the registrations that it started, and how a return is taken out of its address.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { registry } from './registry.ts'
import { remember, tabRecords, takeReturn, type TabRecord } from './resume.ts'

const KEY = 'billing-register'
const record = (id: string, more: Partial<TabRecord> = {}): TabRecord => ({
  id,
  endpoint: '/billing',
  ...more,
})
const ids = (): string =>
  tabRecords()
    .map(({ id }) => id)
    .join()

let stored: Map<string, string>

beforeEach(() => {
  stored = new Map()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
  })
  vi.stubGlobal('window', {})
})
afterEach(() => vi.unstubAllGlobals())

describe('the memory of a tab', () => {
  it('is empty at first, and where storage is broken or blocked', () => {
    expect(tabRecords()).toEqual([])
    stored.set(KEY, '{')
    expect(tabRecords()).toEqual([])
    vi.stubGlobal('sessionStorage', undefined)
    expect(tabRecords()).toEqual([])
    expect(() => remember('a', record('a'))).not.toThrow()
  })

  it('holds the newest first, each once, as it was last known', () => {
    remember('a', record('a'))
    remember('b', record('b', { plan: 'pro', startedAt: 5 }))
    expect(tabRecords()).toEqual([record('b', { plan: 'pro', startedAt: 5 }), record('a')])
    remember('a', record('a', { startedAt: 6 }))
    expect(tabRecords()).toEqual([record('a', { startedAt: 6 }), record('b', { plan: 'pro', startedAt: 5 })])
  })

  it('forgets one without touching the others', () => {
    for (const id of ['a', 'b', 'c']) remember(id, record(id))
    remember('b')
    expect(ids()).toBe('c,a')
    remember('unknown')
    expect(ids()).toBe('c,a')
  })

  it('holds eight', () => {
    for (const id of 'abcdefghi') remember(id, record(id))
    expect(ids()).toBe('i,h,g,f,e,d,c,b')
    expect([...stored.keys()]).toEqual([KEY])
  })

  it('keeps no key that charges a card, and everything else of a return', () => {
    remember('a', record('a', { fields: { billingKey: 'key-1', code: 'SUCCESS' } }))
    expect(stored.get(KEY)).not.toContain('key-1')
    expect(tabRecords()).toEqual([record('a', { fields: { billingKey: '', code: 'SUCCESS' } })])
  })
})

interface Page {
  readonly history: { readonly state: unknown; readonly replaceState: ReturnType<typeof vi.fn> }
}

function openAt(href: string): Page {
  const history = { state: { mine: 1 }, replaceState: vi.fn() }
  vi.stubGlobal('location', new URL(href))
  vi.stubGlobal('history', history)
  return { history }
}

describe('a return in the address of the page', () => {
  it('is taken out of it, once, with the rest and the state of the page as they were', () => {
    const { history } = openAt(
      'https://shop.example/pay?keep=$1&billing_registration=r&transactionId=t1&code=OK#top',
    )
    takeReturn()
    expect(history.replaceState.mock.calls).toEqual([
      [{ mine: 1 }, '', 'https://shop.example/pay?keep=$1#top'],
    ])
    expect(registry().taken).toMatchObject({ id: 'r', fields: { transactionId: 't1', code: 'OK' } })
  })

  it('leaves no question mark where nothing else is left', () => {
    const { history } = openAt('https://shop.example//pay?billing_registration=r')
    takeReturn()
    expect(history.replaceState.mock.calls[0]?.[2]).toBe('https://shop.example//pay')
  })

  it('without our parameter belongs to the registration that this tab started last', () => {
    remember('a', record('a', { startedAt: 5 }))
    remember('b', record('b', { startedAt: 6 }))
    remember('c', record('c'))
    openAt('https://shop.example/pay?imp_uid=imp_1&merchant_uid=m&imp_success=true')
    takeReturn()
    expect(registry().taken).toMatchObject({ id: 'b' })
  })

  it('is none where this tab started nothing: the address stays', () => {
    remember('c', record('c'))
    const { history } = openAt('https://shop.example/pay?imp_uid=imp_1&merchant_uid=m&imp_success=true')
    takeReturn()
    expect(history.replaceState).not.toHaveBeenCalled()
    expect(registry().taken).toBeUndefined()
  })
})
