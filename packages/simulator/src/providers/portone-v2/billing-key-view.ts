// A billing key as PortOne V2 shows it.
// Source: PortOne V2 OpenAPI (BillingKeyInfo) through the types of @portone/server-sdk 0.19.0.
import { issuerOf } from '../../test-cards.ts'
import type { World } from '../../world.ts'
import type { BillingKeyRow, Channel, Instrument } from './state.ts'

/** RFC 3339. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString()
}

export function channelView({ key, pgProvider, pgMerchantId, type, name }: Channel): object {
  return { type, id: `channel-id-${key}`, key, name, pgProvider, pgMerchantId }
}

export function cardView(cardNumber: string, owner: 'personal' | 'business'): object {
  const issuer = issuerOf(cardNumber)
  return {
    publisher: issuer.portoneV2,
    issuer: issuer.portoneV2,
    brand: 'LOCAL',
    type: 'CREDIT',
    ownerType: owner === 'business' ? 'CORPORATE' : 'PERSONAL',
    bin: cardNumber.slice(0, 6),
    name: issuer.name,
    number: `${cardNumber.slice(0, 6)}******${cardNumber.slice(-4)}`,
  }
}

/** `EasyPayProvider` by PG. */
const EASY_PAY_PROVIDERS: Readonly<Record<string, string>> = {
  NICE_V2: 'KAKAOPAY',
  KAKAOPAY: 'KAKAOPAY',
  NAVERPAY: 'NAVERPAY',
  TOSSPAY_V2: 'TOSSPAY',
}

function methodView(world: World, instrument: Instrument): object {
  switch (instrument.kind) {
    case 'card':
      return {
        type: 'BillingKeyPaymentMethodCard',
        ...(world.quirks.v2CardInKey && { card: cardView(instrument.cardNumber, instrument.owner) }),
      }
    case 'account':
      return {
        type: 'BillingKeyPaymentMethodTransfer',
        bank: 'KOOKMIN',
        accountNumber: `${instrument.account.slice(0, 4)}******${instrument.account.slice(-2)}`,
      }
    case 'easy-pay':
      return {
        type: 'BillingKeyPaymentMethodEasyPay',
        provider: EASY_PAY_PROVIDERS[instrument.provider] ?? instrument.provider,
      }
  }
}

/** The filter's name for each method. */
export const METHOD_TYPES = { card: 'CARD', account: 'TRANSFER', 'easy-pay': 'EASY_PAY' } as const

export function billingKeyView(world: World, row: BillingKeyRow): object {
  return {
    status: row.deletedAt === undefined ? 'ISSUED' : 'DELETED',
    billingKey: row.billingKey,
    merchantId: world.credentials['portone-v2'].merchantId,
    storeId: world.credentials['portone-v2'].storeId,
    methods: [methodView(world, row.instrument)],
    channels: [channelView(row.channel)],
    customer: row.customer,
    ...(row.customData && { customData: row.customData }),
    ...(row.issueId && world.quirks.v2IssueIdInKey && { issueId: row.issueId }),
    ...(row.issueName && { issueName: row.issueName }),
    requestedAt: timestamp(row.requestedAt),
    issuedAt: timestamp(row.issuedAt),
    ...(row.deletedAt !== undefined && { deletedAt: timestamp(row.deletedAt) }),
  }
}
