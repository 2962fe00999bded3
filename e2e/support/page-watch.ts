// Hears what pages complain about: uncaught errors, console errors, refused content, requests to other machines; and
// which phases a tag went through.
import type { BrowserContext } from '@playwright/test'

/**
 * What a flow may have of its own. `strangers`: keys at the PG that no registration leads to. `keys in the page`: the PG's
 * window hands the finished key to the page.
 */
export type Peculiarity = 'strangers' | 'keys in the page'

/** What the pages of one test said. */
export interface PageWatch {
  /** Every line that any page wrote to its console. */
  readonly console: readonly string[]
  /** Phases that any tag entered, oldest first. */
  readonly phases: readonly string[]
  /** Names of billing events, oldest first. */
  readonly events: readonly string[]
  /** Errors of this kind belong to the flow. */
  expect(what: RegExp | Peculiarity): void
  expects(what: Peculiarity): boolean
  /** Errors that nobody expected. */
  problems(): readonly string[]
  /** Forgets console lines with this text. */
  forget(text: string): void
  /** Watches the pages of one more browser context. */
  add(context: BrowserContext): void
}

const SAID = '[watch] '

// Runs in every page: says aloud what a test cannot see otherwise.
function tell(prefix: string): void {
  for (const type of ['billing-start', 'billing-phase', 'billing-issued', 'billing-cancel', 'billing-error'])
    addEventListener(type, (event) => {
      const detail: unknown = 'detail' in event ? event.detail : undefined
      const phase = typeof detail === 'object' && detail && 'phase' in detail ? String(detail.phase) : ''
      console.debug(`${prefix}${type} ${phase}`)
    })
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
    console.error(`policy violated: ${violatedDirective} ${blockedURI} in ${sourceFile}`),
  )
}

/** Watches all pages of a context, those that open later too. */
export function watchPages(context: BrowserContext): PageWatch {
  const lines: string[] = []
  const phases: string[] = []
  const events: string[] = []
  const errors: string[] = []
  const expected: (RegExp | Peculiarity)[] = []
  const add = (watched: BrowserContext): void => {
    watched.on('console', (message) => {
      const text = message.text()
      lines.push(text)
      if (text.startsWith(SAID)) {
        const [name = '', phase] = text.slice(SAID.length).split(' ')
        events.push(name)
        if (phase) phases.push(phase)
      } else if (message.type() === 'error') errors.push(`${text} (${message.location().url})`)
    })
    watched.on('weberror', (error) => void errors.push(`uncaught: ${error.error().message}`))
    watched.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url())
      const leaves = /^(https?|wss?):$/.test(protocol) && hostname !== 'localhost' && hostname !== '127.0.0.1'
      if (leaves) errors.push(`asked another machine: ${request.url()}`)
    })
    void watched.addInitScript(tell, SAID)
  }
  add(context)
  return {
    console: lines,
    phases,
    events,
    add,
    forget(text) {
      const kept = lines.filter((line) => !line.includes(text))
      lines.splice(0, lines.length, ...kept)
    },
    expect: (what) => void expected.push(what),
    expects: (what) => expected.includes(what),
    problems: () =>
      errors.filter((error) => !expected.some((one) => one instanceof RegExp && one.test(error))),
  }
}
