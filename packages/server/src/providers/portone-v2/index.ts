// PortOne V2: registers a card or a wallet for a billing key in the window of one of its PGs.
import type { ServerProvider } from '../provider.ts'
import { prepare, refuse } from './launch.ts'
import { portoneV2Config, type PortoneV2Options } from './options.ts'
import { hasNoWindow, issuesFromNumbers } from './pg-rules.ts'

/**
 * PortOne V2 (포트원). By default the channel has manual confirm (수동 승인): the window hands back a token, and a key comes
 * to be only when the server confirms it. With `allowKeyInBrowser` the window makes the key and the server looks it up
 * until everything agrees with what was asked.
 *
 * @example
 * portoneV2({ storeId: 'store-…', channelKey: 'channel-key-…', apiSecret: env.PORTONE_V2_API_SECRET, pgProvider: 'tosspayments' })
 * @throws BillingError `misconfigured`, naming the option.
 */
export function portoneV2(options: PortoneV2Options): ServerProvider<'portone-v2'> {
  const config = portoneV2Config(options)
  return {
    id: 'portone-v2',
    name: config.name,
    account: {
      merchant: `${config.storeId}/${config.channelKey}`,
      mode: config.sandbox ? 'test' : 'live',
      credentialFingerprint: config.credentials[0].fingerprint,
    },
    kind: config.window.billingKeyMethod === 'MOBILE' ? 'phone' : 'card',
    label: (locale) => (locale === 'ko' ? '포트원' : 'PortOne'),
    checksWithSmallCharge: false,
    can: {
      lookup: config.keyInBrowser,
      replay: !config.keyInBrowser,
      seek: !config.keyInBrowser,
      firstPayment: 'after-issue',
      charge: true,
      cancel: true,
      revoke: true,
      schedule: true,
    },
    timeoutMs: config.timeoutMs,
    refuse: (order, customer) => refuse(config, order, customer),
    prepare: (registration, urls, mint) => prepare(config, registration, urls, mint),
    finisher: async () => (await import('./finisher.ts')).finisher(config),
    ...(config.webhookSecrets.length > 0 && {
      webhook: async () => (await import('./webhook.ts')).readWebhook(config.webhookSecrets, config.storeId),
    }),
    operations: async () => (await import('./operations.ts')).operations(config),
    probe: async (context) => (await import('./probe.ts')).probe(config, context),
    noWindow: hasNoWindow(config),
    ...(issuesFromNumbers(config) && { keyIn: async () => (await import('./key-in.ts')).keyIn(config) }),
  }
}
