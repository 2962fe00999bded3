// The state of one register window, whatever PG it belongs to, and what each button does to it. Pure.
import { outcomeOf, TEST_CARDS } from '../test-cards.ts'
import { BANKS, checkCode, checkDetails, checkIdentity, IDENTITY_CODE, type FieldErrors } from './checks.ts'
import { cardNumberOf, withForm, type Draft, type WindowKind } from './draft.ts'

export const WINDOW_STEPS = ['details', 'identity', 'code'] as const

export type WindowStep = (typeof WINDOW_STEPS)[number]

export interface WindowSession {
  readonly kind: WindowKind
  /** What the simulated text message says. */
  readonly identityCode: string
  /** The furthest step the customer may see; earlier ones stay reachable by the browser's back button. */
  readonly reached: WindowStep
  readonly draft: Draft
  readonly errors: FieldErrors
  /** A refusal that concerns the whole screen, such as a card over its limit. */
  readonly refusal?: string
}

export type Verdict =
  | { readonly kind: 'approved'; readonly cardNumber: string }
  | { readonly kind: 'declined'; readonly cardNumber: string }
  | { readonly kind: 'cancelled' }

export interface Progress {
  readonly session: WindowSession
  readonly step: WindowStep
  readonly verdict?: Verdict
}

const REFUSED_IN_WINDOW: ReadonlyMap<string, string> = new Map([
  ['limit', '이 카드는 한도를 넘어 등록할 수 없어요. 다른 카드로 해 주세요.'],
  ['expired', '카드사에서 유효기간이 지난 카드라고 해요. 다른 카드로 해 주세요.'],
])

/** A fresh window, with the test card and a made-up holder filled in; only the agreements are the customer's to tick. */
export function openSession(
  kind: WindowKind,
  now: number,
  known: Draft = {},
  identityCode: string = IDENTITY_CODE,
): WindowSession {
  const card = TEST_CARDS[0].number
  const year = new Date(now).getUTCFullYear() + 4
  return {
    kind,
    identityCode,
    reached: 'details',
    errors: {},
    draft: {
      card1: card.slice(0, 4),
      card2: card.slice(4, 8),
      card3: card.slice(8, 12),
      card4: card.slice(12, 16),
      month: '12',
      year: String(year).slice(-2),
      owner: 'personal',
      birth: '900101',
      business: '1234567890',
      pin: '12',
      name: '김하늘',
      carrier: 'SKT',
      phone: '01012345678',
      bank: BANKS[0],
      account: '11012345678901',
      ...known,
    },
  }
}

function isWindowStep(value: unknown): value is WindowStep {
  return WINDOW_STEPS.some((step) => step === value)
}

/** The step to draw: what the URL asks for, but never further than the customer has come. */
export function stepToShow(session: WindowSession, asked: unknown): WindowStep {
  if (!isWindowStep(asked)) return session.reached
  return WINDOW_STEPS.indexOf(asked) <= WINDOW_STEPS.indexOf(session.reached) ? asked : session.reached
}

function furthest(session: WindowSession, step: WindowStep): WindowStep {
  return WINDOW_STEPS.indexOf(step) > WINDOW_STEPS.indexOf(session.reached) ? step : session.reached
}

function stay(session: WindowSession, step: WindowStep, draft: Draft, errors: FieldErrors): Progress {
  const { refusal: _, ...rest } = session
  return { session: { ...rest, draft, errors }, step }
}

function goOn(session: WindowSession, step: WindowStep, draft: Draft): Progress {
  const { refusal: _, ...rest } = session
  return { session: { ...rest, draft, errors: {}, reached: furthest(session, step) }, step }
}

function leaveDetails(session: WindowSession, draft: Draft, now: number): Progress {
  const errors = checkDetails(session.kind, draft, now)
  if (Object.keys(errors).length > 0) return stay(session, 'details', draft, errors)
  const refusal = session.kind === 'card' && REFUSED_IN_WINDOW.get(outcomeOf(cardNumberOf(draft)))
  if (!refusal) return goOn(session, session.kind === 'phone' ? 'code' : 'identity', draft)
  return { session: { ...session, draft, errors: {}, refusal, reached: 'details' }, step: 'details' }
}

function leaveIdentity(session: WindowSession, draft: Draft): Progress {
  const errors = checkIdentity(draft)
  return Object.keys(errors).length > 0
    ? stay(session, 'identity', draft, errors)
    : goOn(session, 'code', draft)
}

function confirmCode(session: WindowSession, draft: Draft): Progress {
  const errors = checkCode(draft, session.identityCode)
  if (Object.keys(errors).length > 0) return stay(session, 'code', draft, errors)
  const cardNumber = cardNumberOf(draft)
  const declined = session.kind === 'card' && outcomeOf(cardNumber) === 'decline'
  return {
    session: { ...session, draft, errors: {} },
    step: 'code',
    verdict: { kind: declined ? 'declined' : 'approved', cardNumber },
  }
}

/** The buttons of the test panel end the window from any step, with the preset cards. */
function endByTestButton(action: string): Verdict | undefined {
  const card = (outcome: string): string =>
    TEST_CARDS.find((known) => known.outcome === outcome)?.number ?? TEST_CARDS[0].number
  if (action === 'sim-approve') return { kind: 'approved', cardNumber: card('approve') }
  if (action === 'sim-charge-decline') return { kind: 'approved', cardNumber: card('charge-declined') }
  if (action === 'sim-decline') return { kind: 'declined', cardNumber: card('decline') }
  return action === 'sim-cancel' || action === 'cancel' ? { kind: 'cancelled' } : undefined
}

/**
 * What one posted form does to the window.
 * @param form the fields of the step that was sent, `do` naming the button
 */
export function advance(session: WindowSession, form: Draft, now: number): Progress {
  const verdict = endByTestButton(form['do'] ?? '')
  if (verdict) return { session, step: session.reached, verdict }
  const draft = withForm(session.draft, form)
  switch (form['do']) {
    case 'details':
      return leaveDetails(session, draft, now)
    case 'identity':
      return session.reached === 'details'
        ? stay(session, 'details', session.draft, {})
        : leaveIdentity(session, draft)
    case 'code':
      return session.reached === 'code'
        ? confirmCode(session, draft)
        : stay(session, session.reached, session.draft, {})
    default:
      return stay(session, session.reached, session.draft, {})
  }
}
