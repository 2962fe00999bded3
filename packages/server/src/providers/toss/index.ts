// Toss Payments: registers a card or a bank account for a billing key in Toss' own window.
import type { ServerProvider } from '../provider.ts'
import { LEAST, prepare, refuse } from './launch.ts'
import { tossConfig, type TossOptions } from './options.ts'

/**
 * Toss Payments (토스페이먼츠), API individual-integration keys. The window hands back a one-time authKey; the server
 * exchanges it for a billing key under one Idempotency-Key, and an answer that was lost is asked for again under the same
 * one for 14 days.
 *
 * @example
 * toss({ clientKey: 'live_ck_…', secretKey: env.TOSS_SECRET_KEY })
 * @throws BillingError `misconfigured`, naming the option.
 */
export function toss(options: TossOptions): ServerProvider<'toss'> {
  const config = tossConfig(options)
  return {
    id: 'toss',
    name: config.name,
    account: {
      merchant: config.merchantId ?? config.clientKey,
      mode: config.mode,
      credentialFingerprint: config.credentials[0].fingerprint,
    },
    kind: config.method === 'CARD' ? 'card' : 'account',
    label: (locale) => (locale === 'ko' ? '토스페이먼츠' : 'Toss Payments'),
    checksWithSmallCharge: false,
    can: {
      lookup: false,
      replay: true,
      firstPayment: 'after-issue',
      charge: true,
      cancel: true,
      revoke: true,
    },
    timeoutMs: config.timeoutMs,
    refuse: (order) => refuse(order, LEAST[config.method === 'CARD' ? 'card' : 'account']),
    prepare: (registration, urls, mint) => prepare(config, registration, urls, mint),
    finisher: async () => (await import('./finisher.ts')).finisher(config),
    probe: async (context) => (await import('./probe.ts')).probe(config, context),
    webhook: async () => (await import('./webhook.ts')).readWebhook,
    operations: async () => (await import('./operations.ts')).operations(config),
    ...(config.method === 'CARD' && { keyIn: async () => (await import('./key-in.ts')).keyIn(config) }),
  }
}
