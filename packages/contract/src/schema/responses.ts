// Schemas of what the server answers, for tests and for clients in other languages (z.toJSONSchema).
import * as z from 'zod/mini'
import { BILLING_ERRORS, type ErrorCode, type Problem } from '../errors.ts'
import type { Launch } from '../launch.ts'
import {
  REGISTRATION_STATES,
  type CreateRegistrationResponse,
  type OfferResponse,
  type PaymentMethodsResponse,
  type RegistrationView,
} from '../wire.ts'

const order = z.object({ name: z.string(), amount: z.int(), currency: z.literal('KRW') })
const kind = z.enum(['card', 'phone', 'account'])
const codes = Object.keys(BILLING_ERRORS).filter((code): code is ErrorCode => code in BILLING_ERRORS)

/** {@link Problem} */
export const problem: z.ZodMiniType<Problem> = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(codes),
  detail: z.string(),
  retry: z.enum(['same', 'new', 'later', 'none']),
  requestId: z.exactOptional(z.string()),
})

/** {@link OfferResponse} */
export const offerResponse: z.ZodMiniType<OfferResponse> = z.object({
  offer: z.string(),
  order,
  kind,
  modes: z.array(z.enum(['window', 'card-form'])),
  charge: z.enum(['now', 'later']),
  chargedNow: z.int(),
  account: z.exactOptional(z.string()),
  consent: z.exactOptional(
    z.object({
      version: z.string(),
      label: z.string(),
      facts: z.array(z.object({ name: z.string(), value: z.string() })),
      text: z.string(),
    }),
  ),
  text: z.object({
    price: z.string(),
    now: z.string(),
    next: z.exactOptional(z.string()),
    account: z.exactOptional(z.string()),
    provider: z.string(),
    test: z.exactOptional(z.string()),
    action: z.object({
      idle: z.string(),
      open: z.string(),
      finishing: z.string(),
      declined: z.string(),
      issued: z.string(),
    }),
    message: z.object({
      issued: z.string(),
      cancelled: z.string(),
      retriable: z.string(),
      consent_required: z.string(),
      sdk_blocked: z.string(),
      window_failed: z.string(),
      done: z.string(),
      terms: z.string(),
      stop: z.string(),
    }),
  }),
})

const text = z.string()
const maybe = z.exactOptional(text)

const danalLaunch = z.object({
  provider: z.literal('danal'),
  sdkUrl: text,
  clientKey: text,
  request: z.object({
    paymentsMethod: z.enum(['CARD', 'MOBILE']),
    orderName: text,
    orderId: text,
    userId: text,
    amount: z.int(),
    merchantId: text,
    successUrl: text,
    failUrl: text,
    issueKeyOnly: z.boolean(),
    userEmail: maybe,
    userName: maybe,
    userPhoneNumber: maybe,
    subMerchantId: maybe,
    title: z.exactOptional(z.enum(['00', '01', '02'])),
    offerPeriod: maybe,
    hideAmount: z.exactOptional(z.boolean()),
    customWidth: maybe,
    customHeight: maybe,
    itemCode: maybe,
    carriers: z.exactOptional(z.array(text)),
  }),
})

const portoneV1Launch = z.object({
  provider: z.literal('portone-v1'),
  sdkUrl: text,
  userCode: text,
  tierCode: maybe,
  request: z.object({
    channelKey: maybe,
    pg: maybe,
    pay_method: text,
    merchant_uid: text,
    customer_uid: text,
    name: text,
    amount: z.int(),
    m_redirect_url: text,
    buyer_name: maybe,
    buyer_email: maybe,
    buyer_tel: maybe,
    customer_id: maybe,
    app_scheme: maybe,
    notice_url: maybe,
    language: maybe,
    period: z.exactOptional(z.object({ from: text, to: text })),
    naverPopupMode: z.exactOptional(z.literal(false)),
  }),
})

const windowType = z.exactOptional(z.enum(['IFRAME', 'POPUP', 'REDIRECTION', 'UI']))

const portoneV2Launch = z.object({
  provider: z.literal('portone-v2'),
  sdkUrl: text,
  request: z.object({
    storeId: text,
    channelKey: text,
    billingKeyMethod: z.enum(['CARD', 'EASY_PAY', 'MOBILE']),
    issueId: text,
    issueName: text,
    displayAmount: z.int(),
    currency: z.literal('KRW'),
    customer: z.object({ customerId: text, fullName: maybe, phoneNumber: maybe, email: maybe }),
    redirectUrl: text,
    forceRedirect: z.exactOptional(z.boolean()),
    windowType: z.exactOptional(z.object({ pc: windowType, mobile: windowType })),
    locale: maybe,
    offerPeriod: z.exactOptional(
      z.union([z.object({ interval: text }), z.object({ range: z.object({ from: maybe, to: maybe }) })]),
    ),
    productType: z.exactOptional(z.enum(['REAL', 'DIGITAL'])),
    appScheme: maybe,
    noticeUrls: z.exactOptional(z.array(text)),
    bypass: z.exactOptional(z.record(text, z.unknown())),
  }),
})

const tossLaunch = z.object({
  provider: z.literal('toss'),
  sdkUrl: text,
  clientKey: text,
  customerKey: text,
  request: z.object({
    method: z.enum(['CARD', 'TRANSFER']),
    successUrl: text,
    failUrl: text,
    customerName: maybe,
    customerEmail: maybe,
    windowTarget: z.exactOptional(z.literal('self')),
    selectableCardTypes: z.exactOptional(z.array(z.enum(['PERSONAL', 'CORPORATE']))),
    flowMode: z.exactOptional(z.enum(['DEFAULT', 'DIRECT'])),
    easyPay: maybe,
    cardCompany: maybe,
  }),
})

const cardFormLaunch = z.object({ provider: z.literal('card-form'), sdkUrl: text })

const launch: z.ZodMiniType<Launch> = z.discriminatedUnion('provider', [
  danalLaunch,
  portoneV1Launch,
  portoneV2Launch,
  tossLaunch,
  cardFormLaunch,
])

/** {@link CreateRegistrationResponse} */
export const createRegistrationResponse: z.ZodMiniType<CreateRegistrationResponse> = z.object({
  id: text,
  expiresInMs: z.number(),
  launch,
})

const paymentMethod = { id: text, kind, issuer: maybe, maskedNumber: maybe }

/** {@link PaymentMethodsResponse} */
export const paymentMethodsResponse: z.ZodMiniType<PaymentMethodsResponse> = z.object({
  methods: z.array(
    z.object({
      ...paymentMethod,
      state: z.enum(['active', 'removing']),
      default: z.boolean(),
      createdAt: z.int(),
      provider: text,
      providerLabel: text,
    }),
  ),
})

/** {@link RegistrationView} */
export const registrationView: z.ZodMiniType<RegistrationView> = z.object({
  id: text,
  provider: text,
  plan: maybe,
  state: z.enum(REGISTRATION_STATES),
  order,
  paymentMethod: z.exactOptional(z.object(paymentMethod)),
  payment: z.exactOptional(z.object({ state: z.enum(['paid', 'declined', 'uncertain']), amount: z.int() })),
  canRetry: z.exactOptional(z.boolean()),
  error: z.exactOptional(problem),
})
