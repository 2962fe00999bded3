// Plays one customer's story over HTTP: whatever fails on the way, the customer does what a person would do, and goes on.
import { setTimeout as pause } from 'node:timers/promises'
import {
  registrationPath,
  type CardFormLaunch,
  type Launch,
  type RawReturn,
} from '@billing-register/contract'
import { walkWindow } from '@billing-register/server/testing'
import { openBrowser, type Answer, type Browser } from './browser.ts'
import { typeCards, type Typed } from './card-form.ts'
import type { Card } from './clerk.ts'
import type { KnownOrder } from './forger.ts'
import { junkOf, lootOf } from './junk.ts'
import { TRIES, waitAfter } from './patience.ts'
import { register } from './register.ts'
import type { Junk, Story, Typing } from './schedule.ts'
import { LEASE_MS, SPEED } from './world-time.ts'

/** What all customers have in common. */
export interface Town {
  /** Where the shop is. */
  readonly origin: string
  /** Hears the status of every answer. */
  readonly seen: (method: string, path: string, status: number) => void
  /** The return that a window brought to somebody last, by PG or from the form: what a thief could have learned. */
  readonly loot: Map<string, RawReturn>
  /** Resolves when everybody else has gone and nothing goes wrong any more. */
  readonly evening: Promise<void>
  /** Cards that customers were shown as registered, for the merchant to charge. */
  readonly cards: Card[]
  /** Orders whose numbers stand in windows: whoever sees one knows them. */
  readonly known: KnownOrder[]
  /** The run's own name: customers' references are never those of another run. */
  readonly run: string
}

/** A story as it went. */
export interface Passage {
  readonly story: Story
  readonly id: string
  /** What the windows brought back: it names the PG's transaction. Of a form: the sealed cards. */
  readonly returns: readonly RawReturn[]
  /** Cards that were typed. */
  readonly cards: Typed['cards']
  /** When one of them was first sent, wall clock ms. */
  readonly sentAt: number | undefined
  /** States that the page was told, of a typed card since that was sent. */
  readonly told: ReadonlySet<string>
  /** Ids of payment methods that the customer was shown as registered. */
  readonly shown: Set<string>
  /** Looks again until nothing more is to be expected. Answers the last state. */
  readonly lookAgain: () => Promise<string>
}

const SETTLED: ReadonlySet<string> = new Set(['issued', 'declined', 'cancelled', 'expired'])
/** How often a page asks for what it waits for, ms. */
const LOOK_EVERY_MS = 200
/** How long a customer looks at a page that says that it is being checked, ms: longer than a lease. */
const PATIENCE_MS = LEASE_MS + 1000

/** Nobody answered, or somebody who cannot just now. */
const isFailure = ({ status }: Answer): boolean => status === 0 || status >= 500

/** Plays a story to its end; undefined when it never got a registration. */
export async function play(town: Town, story: Story): Promise<Passage | undefined> {
  const browser = openBrowser(town.origin, story.customer, new Map(), town.seen)
  const made = await register(town, story, browser)
  if (!made) return undefined
  const { id, launch } = made
  const tab = new Tab(town, story, browser, id)
  await tab.open()
  for (const junk of story.junk.filter((kind) => kind !== 'stolen')) await tab.bringJunk(junk)
  // What the thief knows is somebody's who has not come back yet, if there is such a one.
  const stolen = town.loot.get(lootOf(story))
  await tab.walk(launch)
  if (story.backAfter === 'never') return tab
  if (story.backAfter === 'end') await town.evening
  else await pause(story.backAfter)
  if (story.junk.includes('stolen')) await tab.bringJunk('stolen', stolen)
  await tab.sendMistakes()
  await tab.comeBack()
  await tab.finish()
  return tab
}

/** The page on which one registration is under way, with the windows that it opens. */
class Tab implements Passage {
  readonly returns: RawReturn[] = []
  readonly shown = new Set<string>()
  readonly told = new Set<string>()
  cards: Typed['cards'] = []
  sentAt: number | undefined
  #mistakes: Typed['mistakes'] = []
  readonly #jar = new Map<string, string>()
  readonly story: Story
  readonly id: string
  readonly #town: Town
  readonly #browser: Browser

  constructor(town: Town, story: Story, browser: Browser, id: string) {
    this.#town = town
    this.story = story
    this.id = id
    this.#browser = browser
  }

  readonly lookAgain = async (): Promise<string> => {
    let state = ''
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until && !SETTLED.has(state);) {
      if (state !== '') await pause(LOOK_EVERY_MS)
      const answer = await this.#complete()
      state = String(answer.body['state'] ?? state)
      if (answer.status === 200 && this.#isAllThereIs(answer.body)) break
    }
    return state
  }

  // Nobody brings anything more, a card that is kept aside stays there, and Danal cannot be asked again.
  #isAllThereIs({ state, error }: Answer['body']): boolean {
    if (state !== 'uncertain') return state === 'open'
    const isAside = typeof error === 'object' && error && 'code' in error && error.code === 'return_mismatch'
    return isAside === true || this.story.provider === 'danal'
  }

  readonly #clickedAt = Date.now()

  /** By the merchants' clock: a page measures how long ago it was. */
  readonly #clickedMsAgo = (): number => (Date.now() - this.#clickedAt) * SPEED

  async open(): Promise<void> {
    if (this.story.index % 5 !== 0) await this.#post('opened', { clickedMsAgo: this.#clickedMsAgo() })
  }

  /** Walks the launch's windows to their end. An answer that is lost on the way is a window that never came back. */
  async walk(launch: Launch): Promise<void> {
    const { end, secondWindow, typing } = this.story
    if (launch.provider === 'card-form') return typing && this.#type(launch, typing)
    const walks = secondWindow ? [end, 'approve' as const] : [end]
    const ends = await Promise.allSettled(walks.map((how) => walkWindow(fetch, launch, how)))
    for (const walked of ends) if (walked.status === 'fulfilled') this.returns.push(walked.value)
    const [first] = this.returns
    if (first) this.#town.loot.set(lootOf(this.story), first)
  }

  /** Fills in the form that stands in the page. */
  async #type(launch: CardFormLaunch, typing: Typing): Promise<void> {
    const frame = typing.asks === 'login' ? this.#browser : this.#visitor(undefined, new Map())
    const { cards, returns, mistakes } = await typeCards(frame, launch, this.story.end, typing)
    this.cards = cards
    this.#mistakes = mistakes
    this.returns.push(...returns)
    const [first] = returns
    if (first) this.#town.loot.set(lootOf(this.story), first)
  }

  /** From now on what the page is told is about the card itself. */
  #send(): void {
    this.sentAt = Date.now()
    this.told.clear()
  }

  async sendMistakes(): Promise<void> {
    for (const mistake of this.#mistakes) await this.#complete(mistake)
  }

  async comeBack(): Promise<void> {
    const { door } = this.story
    if (door === 'page') return
    const visitor =
      door === 'login' ? this.#browser : this.#visitor(door === 'no-login' ? undefined : 'stranger')
    for (const value of this.returns) await this.#arrive(visitor, value)
  }

  async finish(): Promise<void> {
    const { completes, beside, door, typing, end } = this.story
    const brought = door === 'page' ? this.returns : []
    if (typing && brought.length > 0) this.#send()
    const work: Promise<unknown>[] = Array.from({ length: completes }, () => this.#complete(brought[0]))
    if (typing) work.push(...brought.slice(1).map((value) => this.#complete(value)))
    if (beside === 'cancel' || (typing && end === 'cancel')) work.push(this.#post('cancel', {}))
    if (beside === 'reload') work.push(this.#look(), this.#complete())
    await Promise.all(work)
    if (!typing) for (const value of brought.slice(1)) await this.#complete(value)
    await this.lookAgain()
  }

  async bringJunk(kind: Junk, stolen?: RawReturn): Promise<void> {
    const junk = junkOf(this.story)
    switch (kind) {
      case 'anonymous':
        return this.#arrive(this.#visitor(undefined, new Map()), junk)
      case 'other-login':
        return this.#arrive(this.#visitor('stranger', new Map()), junk)
      case 'in-complete':
        return void (await this.#complete(junk))
      case 'stolen': {
        if (stolen) await this.#complete(stolen)
      }
    }
  }

  #visitor(user: string | undefined, jar: Map<string, string> = this.#jar): Browser {
    return openBrowser(this.#town.origin, user, jar, this.#town.seen)
  }

  /** An error page is reloaded: the same return comes again. */
  async #arrive(visitor: Browser, value: RawReturn): Promise<void> {
    const method = this.story.post ? 'POST' : 'GET'
    for (let tried = 0; tried < TRIES; tried += 1) {
      if ((await visitor.send(method, registrationPath(this.id, 'return'), { form: value })).status === 303)
        return
      await pause(waitAfter(tried))
    }
  }

  /** A page keeps what its window brought until a server has taken it. */
  async #complete(brought?: RawReturn): Promise<Answer> {
    for (let tried = 1; ; tried += 1) {
      const json = { clickedMsAgo: this.#clickedMsAgo(), ...(brought && { return: brought }) }
      const answer = this.#note(await this.#post('complete', json))
      if (!isFailure(answer) || tried >= TRIES) return answer
      await pause(waitAfter(tried - 1))
    }
  }

  async #look(): Promise<Answer> {
    return this.#note(await this.#browser.send('GET', registrationPath(this.id)))
  }

  #note(answer: Answer): Answer {
    if (answer.status === 200 || answer.status === 202) this.told.add(String(answer.body['state']))
    const method = answer.body['paymentMethod']
    if (answer.body['state'] === 'issued' && typeof method === 'object' && method && 'id' in method) {
      const id = String(method.id)
      if (!this.shown.has(id)) this.#town.cards.push({ id, customer: this.story.customer })
      this.shown.add(id)
    }
    return answer
  }

  // The claim cookie lives in the same browser as the login: both go with every request of the page.
  #post(action: 'complete' | 'cancel' | 'opened', json: object): Promise<Answer> {
    const page = openBrowser(this.#town.origin, this.story.customer, this.#jar, this.#town.seen)
    return page.send('POST', registrationPath(this.id, action), { json })
  }
}
