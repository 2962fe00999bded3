// A billing key as Toss Payments answers it, and the instrument behind it.
// Source: docs.tosspayments.com, reference (Billing object) and its release notes of 2022-11-16 and 2024-06-01.
import { issuerOf } from '../../test-cards.ts'
import type { World } from '../../world.ts'
import type { TossInstrument } from './state.ts'

const SEOUL_OFFSET_MS = 9 * 3_600_000

/** ISO 8601 with +09:00, to the second. */
export function seoulTime(now: number): string {
  return `${new Date(now + SEOUL_OFFSET_MS).toISOString().slice(0, 19)}+09:00`
}

export const METHOD_NAMES = { CARD: '카드', TRANSFER: '계좌이체' } as const

function maskedCard(number: string): string {
  return `${number.slice(0, 6)}******${number.slice(-4)}`
}

/** Cards of these ranges are issued a key, but their kind is unknown and they cannot be charged in test mode. */
export function isOfUnknownType(cardNumber: string): boolean {
  return /^(4330|5520|4111)/.test(cardNumber)
}

/** `card` of the Billing and the Payment object. */
export function cardOf(world: World, instrument: TossInstrument): Readonly<Record<string, unknown>> | null {
  if (instrument.method !== 'CARD') return null
  const issuer = issuerOf(instrument.cardNumber)
  return {
    ...(world.quirks.cardShape === 'codes'
      ? { issuerCode: issuer.toss, acquirerCode: issuer.toss }
      : { company: issuer.name.replace('카드', '') }),
    number: maskedCard(instrument.cardNumber),
    cardType: isOfUnknownType(instrument.cardNumber) ? '미확인' : '신용',
    ownerType: instrument.owner === 'business' ? '법인' : '개인',
  }
}

function deprecatedFields(world: World, instrument: TossInstrument): object {
  if (instrument.method !== 'CARD' || !world.quirks.deprecatedCardFields) return {}
  return {
    cardCompany: issuerOf(instrument.cardNumber).name.replace('카드', ''),
    cardNumber: maskedCard(instrument.cardNumber),
  }
}

function transfersOf(instrument: TossInstrument): object[] {
  if (instrument.method !== 'TRANSFER') return []
  const { bank, account } = instrument
  return [{ bankName: bank, bankAccountNumber: `${account.slice(0, 4)}******${account.slice(-2)}` }]
}

export interface IssuedBilling {
  readonly billingKey: string
  readonly customerKey: string
  readonly instrument: TossInstrument
  /** Epoch ms. */
  readonly issuedAt: number
}

export function billingObject(world: World, issued: IssuedBilling): object {
  const { billingKey, customerKey, instrument } = issued
  return {
    mId: world.credentials.toss.merchantId,
    customerKey,
    authenticatedAt: seoulTime(issued.issuedAt),
    method: METHOD_NAMES[instrument.method],
    billingKey,
    card: cardOf(world, instrument),
    ...(instrument.method === 'TRANSFER' && { transfers: transfersOf(instrument) }),
    ...deprecatedFields(world, instrument),
  }
}
