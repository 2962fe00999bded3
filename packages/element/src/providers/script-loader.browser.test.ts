import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadScript } from './script-loader.ts'

/** Scripts that set this global; which address answers how is decided by what the test does with the tag. */
const GLOBAL = 'TestSdk'
let count = 0
let src = ''

/** Every tag with the address of this test. */
const tags = (): HTMLScriptElement[] => [...document.scripts].filter((tag) => tag.src === src)
/** The tag that the loader added last; it adds to the head, a merchant of these tests to the body. */
const newest = (): HTMLScriptElement => {
  const tag = tags().findLast((script) => script.parentNode === document.head)
  if (!tag) throw new Error('no tag')
  return tag
}
const arrives = (tag: HTMLScriptElement): void => {
  Object.assign(window, { [GLOBAL]: {} })
  tag.dispatchEvent(new Event('load'))
}
const fails = (tag: HTMLScriptElement): boolean => tag.dispatchEvent(new Event('error'))
const appears = (number: number): Promise<unknown> => vi.waitUntil(() => tags().length === number)

/** What a call fails with; attached at once, so that nothing is unhandled. */
const failure = (call: Promise<void>): Promise<string> => call.then(() => 'nothing', String)

beforeEach(() => {
  Reflect.deleteProperty(window, GLOBAL)
  Reflect.deleteProperty(window, Symbol.for('billing-register'))
  // An address that never answers, so that only the test decides what happens to its tag.
  src = `https://sdk.invalid/${++count}.js`
  vi.spyOn(performance, 'getEntriesByName').mockReturnValue([])
  const append = HTMLHeadElement.prototype.append
  vi.spyOn(document.head, 'append').mockImplementation(function (this: HTMLHeadElement, ...nodes) {
    for (const node of nodes) if (node instanceof HTMLScriptElement) node.type = 'text/plain'
    append.apply(this, nodes)
  })
})

afterEach(() => {
  for (const tag of tags()) tag.remove()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** A tag that the merchant has put into the page. */
function merchantTag(): HTMLScriptElement {
  const tag = document.createElement('script')
  tag.type = 'text/plain'
  tag.src = src
  document.body.append(tag)
  return tag
}

describe('loading an SDK', () => {
  it('adds one tag for two calls at once, and both succeed', async () => {
    const both = Promise.all([loadScript(src, GLOBAL), loadScript(src, GLOBAL)])
    await appears(1)
    arrives(newest())
    await both
    expect(tags()).toHaveLength(1)
  })

  it('tries once more within one call after a single error', async () => {
    const call = loadScript(src, GLOBAL)
    await appears(1)
    fails(newest())
    await appears(2)
    arrives(newest())
    await call
  })

  it('fails after two errors, and starts afresh when it is called again', async () => {
    const call = loadScript(src, GLOBAL)
    const failed = failure(call)
    await appears(1)
    fails(newest())
    await appears(2)
    fails(newest())
    expect(await failed).toContain('TestSdk')
    vi.mocked(performance.getEntriesByName).mockReturnValue([performance.mark('failed')])
    const again = loadScript(src, GLOBAL)
    await appears(3)
    arrives(newest())
    await again
  })

  it('does not wait for a tag of the page that has already failed', async () => {
    merchantTag()
    vi.mocked(performance.getEntriesByName).mockReturnValue([performance.mark('failed')])
    const call = loadScript(src, GLOBAL)
    await appears(2)
    arrives(newest())
    await call
  })

  it('does not wait long for a tag of which nothing is known', async () => {
    vi.useFakeTimers()
    merchantTag()
    const call = loadScript(src, GLOBAL)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(tags()).toHaveLength(2)
    arrives(newest())
    await call
  })

  it('waits for a tag of the page that is still loading, instead of a second copy', async () => {
    const tag = merchantTag()
    const call = loadScript(src, GLOBAL)
    await Promise.resolve()
    arrives(tag)
    await call
    expect(tags()).toEqual([tag])
  })

  it('adds nothing when the SDK is there already', async () => {
    Object.assign(window, { [GLOBAL]: {} })
    await loadScript(src, GLOBAL)
    expect(tags()).toHaveLength(0)
  })

  it('fails when the script loads but does not set its global', async () => {
    const failed = failure(loadScript(src, GLOBAL))
    await appears(1)
    newest().dispatchEvent(new Event('load'))
    await appears(2)
    newest().dispatchEvent(new Event('load'))
    expect(await failed).toContain('TestSdk')
  })

  it('gives up on a script that never answers', async () => {
    vi.useFakeTimers()
    const failed = failure(loadScript(src, GLOBAL))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await failed).toContain('TestSdk')
    expect(tags()).toHaveLength(2)
  })

  it('carries the nonce', async () => {
    const call = loadScript(src, GLOBAL, 'n0nce')
    await appears(1)
    expect(newest().nonce).toBe('n0nce')
    arrives(newest())
    await call
  })
})
