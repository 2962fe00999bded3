// The merchant's endpoint as the page sees it: answers what a test says, and remembers what was asked.
import type { OfferResponse, Problem, RegistrationState, RegistrationView } from '@billing-register/contract'

/** An answer: a JSON body, or the status too, or a fetch that fails. */
export type Reply = object | { status: number; json: unknown } | Error

/** One request. */
export interface Call {
  readonly route: string
  readonly method: string
  readonly body: Record<string, unknown> | undefined
  readonly headers: Headers
  readonly keepalive: boolean
}

export const OFFER: OfferResponse = {
  offer: 'offer-1',
  modes: ['window'],
  order: { name: '보름 커피', amount: 9900, currency: 'KRW' },
  kind: 'card',
  charge: 'later',
  chargedNow: 0,
  account: 'al***@example.com',
  text: {
    price: '9,900원 / 월',
    now: '오늘은 결제되지 않아요.',
    next: '첫 결제 2026년 12월 1일',
    account: 'al***@example.com 계정에 등록돼요',
    provider: '다날',
    action: {
      idle: '카드 등록하기',
      open: '등록 창에서 계속해 주세요',
      finishing: '카드를 등록하고 있어요',
      declined: '다른 카드로 등록하기',
      issued: '변경',
    },
    message: {
      issued: '카드가 등록됐어요',
      cancelled: '등록을 멈췄어요. 결제된 금액은 없어요.',
      retriable: '아직 결과를 확인하고 있어요. 다시 등록해도 괜찮아요.',
      consent_required: '내용을 확인하고 동의해 주세요.',
      sdk_blocked:
        '등록 창을 불러오지 못했어요. 광고 차단 기능을 끄거나 네트워크를 확인한 뒤 다시 시도해 주세요.',
      window_failed: '등록 창을 열지 못했어요. 팝업을 허용한 뒤 다시 시도해 주세요.',
      done: '등록 완료',
      terms: '전체 내용 보기',
      stop: '등록 취소',
    },
  },
}

export const CONSENT_OFFER: OfferResponse = {
  ...OFFER,
  offer: 'offer-with-consent',
  consent: {
    version: 'v1',
    label: '정기결제에 동의해요',
    facts: [{ name: '금액', value: '9,900원' }],
    text: '매달 9,900원이 결제됩니다.',
  },
}

export function problem(status: number, code: Problem['code'], more: Partial<Problem> = {}): Reply {
  const json = {
    type: 'about:blank',
    title: code,
    status,
    code,
    detail: `서버: ${code}`,
    retry: 'new',
    ...more,
  }
  return { status, json }
}

export function view(
  state: RegistrationState,
  more: Partial<RegistrationView> = {},
): RegistrationView & { readonly [name: string]: unknown } {
  return { id: 'reg_0001', provider: 'danal', state, order: OFFER.order, ...more }
}

export const CARD = {
  id: 'pm_1',
  kind: 'card',
  issuer: 'KB국민카드',
  maskedNumber: '1234-****-****-5678',
} as const

const LAUNCHES = {
  danal: { provider: 'danal', sdkUrl: '/sdk.js', clientKey: 'CL_TEST', request: { orderId: 'o' } },
  'portone-v1': {
    provider: 'portone-v1',
    sdkUrl: '/sdk.js',
    userCode: 'imp00000000',
    request: { merchant_uid: 'm_1' },
  },
} as const

/** Stands in for `window.fetch`. Each route answers with the last reply it was given. */
export class FakeEndpoint {
  readonly calls: Call[] = []
  readonly replies: Record<string, Reply | (() => Reply | Promise<Reply>)> = {
    'GET /offer': OFFER,
    'POST /registrations': () => ({ status: 201, json: this.launch() }),
    'GET /registrations/:id': view('open'),
    'POST /registrations/:id/opened': view('open'),
    'POST /registrations/:id/complete': view('issued', { paymentMethod: CARD }),
    'POST /registrations/:id/cancel': view('cancelled'),
  }
  provider: keyof typeof LAUNCHES = 'portone-v1'
  expiresInMs = 1_800_000
  #made = 0

  launch(): object {
    const id = `reg_000${++this.#made}`
    return { id, expiresInMs: this.expiresInMs, launch: LAUNCHES[this.provider] }
  }

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const { pathname } = new URL(String(input), location.href)
    const method = init.method ?? 'GET'
    const path = pathname.replace('/billing', '')
    const id = /registrations\/([^/]+)/.exec(path)?.[1]
    const route = `${method} ${path.replace(/(registrations)\/[^/]+/, '$1/:id')}`
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    this.calls.push({ route, method, body, headers: new Headers(init.headers), keepalive: !!init.keepalive })
    const wanted = this.replies[route]
    const reply = typeof wanted === 'function' ? await wanted() : wanted
    if (reply instanceof Error || !reply) throw reply ?? new TypeError(`no reply to ${route}`)
    const { status, json } = 'json' in reply && 'status' in reply ? reply : { status: 200, json: reply }
    // Views are about whatever registration was asked for.
    const about = typeof json === 'object' && json && 'state' in json && id ? { ...json, id } : json
    const text = typeof about === 'string' ? about : JSON.stringify(about)
    return new Response(text, { status: Number(status) })
  }

  /** Calls of one route. */
  of(route: string): Call[] {
    return this.calls.filter((call) => call.route === route)
  }

  routes(): string[] {
    return this.calls.map(({ route }) => route)
  }
}
