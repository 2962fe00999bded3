// A customer at the card form, without a browser: loads its document, types a card, and seals it as the form's script does.
import { setTimeout as pause } from 'node:timers/promises'
import type { CardFormLaunch, RawReturn } from '@billing-register/contract'
import { fillIn, markerCard } from '../../packages/server/form/fill-in.ts'
import type { CardDetails } from '../../packages/server/src/providers/provider.ts'
import type { Browser } from './browser.ts'
import { TRIES, waitAfter } from './patience.ts'
import type { Mistake, Story, Typing } from './schedule.ts'

/** What was typed. */
export interface Typed {
  readonly cards: readonly CardDetails[]
  /** What is to be sent: a sealed card for each time that the form was filled in. */
  readonly returns: readonly RawReturn[]
  /** What is sent before, and refused. */
  readonly mistakes: readonly RawReturn[]
}

const NOTHING: Typed = { cards: [], returns: [], mistakes: [] }

/** Of the simulator's test cards: registered and then never charged, and declined at once. Many customers type them. */
const TEST_NUMBERS: Readonly<Partial<Record<Story['end'], string>>> = {
  'approve-poor': '9450111122223333',
  decline: '9420111122223330',
}
/** A person's birth date. The merchant of these runs knows of businesses only, and takes it for somebody else's card. */
const SOMEBODY_ELSE = '900101'

/** Fills the form in; nothing comes of it when the form is not shown any more, or the customer only looks at it. */
export async function typeCards(
  frame: Browser,
  launch: CardFormLaunch,
  end: Story['end'],
  typing: Typing,
): Promise<Typed> {
  const document = await load(frame, launch)
  if (document === undefined || end === 'cancel') return NOTHING
  const card = cardFor(end)
  const second = { nothing: [], 'same-card': [card], 'another-card': [cardFor(end)] }[typing.second]
  const sent = [card, ...second]
  return {
    cards: sent,
    returns: await Promise.all(sent.map(async (one) => ({ jwe: await fillIn(document, one) }))),
    mistakes: await Promise.all(typing.mistakes.map((mistake) => mistaken(document, card, mistake))),
  }
}

const cardFor = (end: Story['end']): CardDetails => {
  const card = markerCard()
  return { ...card, number: TEST_NUMBERS[end] ?? card.number }
}

/** The form's document; undefined when it is refused. A frame that stays empty is loaded again. */
async function load(frame: Browser, { sdkUrl }: CardFormLaunch): Promise<string | undefined> {
  const { pathname, search } = new URL(sdkUrl)
  const path = pathname.replace('/billing', '') + search
  for (let tried = 0; tried < TRIES; tried += 1) {
    const { status, text } = await frame.send('GET', path)
    if (status === 200) return text
    if (status >= 400 && status < 500) return undefined
    await pause(waitAfter(tried))
  }
  return undefined
}

async function mistaken(document: string, card: CardDetails, mistake: Mistake): Promise<RawReturn> {
  switch (mistake) {
    case 'other-holder':
      return { jwe: await fillIn(document, { ...card, identity: SOMEBODY_ELSE }) }
    case 'past':
      return { jwe: await fillIn(document, { ...card, expiryYear: '20' }) }
    case 'spoilt': {
      const parts = (await fillIn(document, card)).split('.')
      const spoilt = parts.map((part, at) =>
        at === 3 ? part.replace(/^./, (one) => (one === 'A' ? 'B' : 'A')) : part,
      )
      return { jwe: spoilt.join('.') }
    }
  }
}
