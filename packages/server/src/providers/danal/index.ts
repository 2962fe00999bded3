// Danal ONE API: registers a card or a phone for a billing key in Danal's own window.
import { fingerprintOf } from '../fingerprint.ts'
import type { ServerProvider } from '../provider.ts'
import { prepare, refuse } from './launch.ts'
import { danalConfig, type DanalOptions } from './options.ts'

/**
 * Danal (다날), ONE API. The window hands back a transactionId; the server exchanges it once for a billing key. Danal has
 * no lookup: when the answer is lost, only a person can find out what became of it.
 *
 * @example
 * danal({ clientKey: 'CL_…', merchantId: '9810…', secretKey: env.DANAL_SECRET_KEY })
 * @throws BillingError `misconfigured`, naming the option.
 */
export function danal(options: DanalOptions): ServerProvider<'danal'> {
  const config = danalConfig(options)
  return {
    id: 'danal',
    name: config.name,
    account: {
      merchant: config.merchantId,
      mode: config.mode,
      credentialFingerprint: fingerprintOf(config.secretKey),
    },
    kind: config.kind,
    label: (locale) => (locale === 'ko' ? '다날' : 'Danal'),
    // A phone is registered with no payment at all.
    checksWithSmallCharge: config.kind === 'card',
    can: {
      lookup: false,
      firstPayment: 'in-window',
      charge: config.operations.charge !== undefined,
      cancel: config.operations.cancel !== undefined,
      revoke: config.operations.revoke !== undefined,
    },
    timeoutMs: config.timeoutMs,
    refuse: (order, customer) => refuse(config, order, customer),
    prepare: (registration, urls, mint) => prepare(config, registration, urls, mint),
    finisher: async () => (await import('./finisher.ts')).finisher(config),
    operations: async () => (await import('./operations.ts')).operations(config),
    probe: async (context) => (await import('./probe.ts')).probe(config, context),
  }
}
