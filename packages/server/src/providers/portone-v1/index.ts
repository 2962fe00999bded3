// PortOne V1 (formerly Iamport): registers a card for a billing key in the window of one of its PGs.
import { fingerprintOf } from '../fingerprint.ts'
import type { ServerProvider } from '../provider.ts'
import { chargesInWindow, prepare, refuse } from './launch.ts'
import { portoneV1Config, type PortoneV1Options } from './options.ts'
import { hasNoWindow, issuesFromNumbers, kindOf } from './pg-behaviour.ts'
import type { TokenSource } from './token.ts'

/**
 * PortOne V1 (포트원). The key is made in the window, under a customer_uid that is minted for each registration; the server
 * looks payment and key up until they agree with what was asked. Every lookup may be repeated.
 *
 * @example
 * portoneV1({ userCode: 'imp…', apiKey: '…', apiSecret: env.PORTONE_API_SECRET, channelKey: 'channel-key-…', pgProvider: 'danal_tpay' })
 * @throws BillingError `misconfigured`, naming the option.
 */
export function portoneV1(options: PortoneV1Options): ServerProvider<'portone-v1'> {
  const config = portoneV1Config(options)
  // One for all that is loaded later, because it keeps the token.
  let source: TokenSource | undefined
  const tokens = async (): Promise<TokenSource> => {
    const { tokenSource } = await import('./token.ts')
    return (source ??= tokenSource(config))
  }
  return {
    id: 'portone-v1',
    name: config.name,
    account: {
      merchant: [config.userCode, ...Object.values(config.channel)].join('/'),
      mode: config.sandbox ? 'test' : 'live',
      credentialFingerprint: fingerprintOf(config.apiSecret),
    },
    kind: kindOf(config.payMethod),
    label: (locale) => (locale === 'ko' ? '포트원' : 'PortOne'),
    // Documented for Danal; where the PG is not known it is better told than left out.
    checksWithSmallCharge: ['danal_tpay', undefined].includes(config.pgProvider),
    can: {
      lookup: true,
      firstPayment: chargesInWindow(config) ? 'in-window' : 'after-issue',
      charge: true,
      cancel: true,
      revoke: true,
      schedule: true,
    },
    timeoutMs: config.timeoutMs,
    refuse: (order, customer) => refuse(config, order, customer),
    prepare: (registration, urls, mint) => prepare(config, registration, urls, mint),
    finisher: async () => (await import('./finisher.ts')).finisher(config, await tokens()),
    webhook: async () => (await import('./webhook.ts')).readWebhook,
    operations: async () => (await import('./operations.ts')).operations(config, await tokens()),
    probe: async (context) => (await import('./probe.ts')).probe(config, await tokens(), context),
    noWindow: hasNoWindow(config.pgProvider),
    ...(issuesFromNumbers(config.pgProvider) && {
      keyIn: async () => (await import('./key-in.ts')).keyIn(config, await tokens()),
    }),
  }
}
