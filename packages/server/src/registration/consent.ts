// What a customer agreed to, as evidence: a hash of the very words, their version, the language and the click.
import type { ConsentView, Locale } from '@billing-register/contract'
import type { Core } from './core.ts'
import type { ConsentRecord } from './record.ts'

/**
 * The words that were agreed to, as they are hashed: whoever keeps the texts by version can prove which it was.
 *
 * @example consentText({ label: '정기결제에 동의해요', facts: [{ name: '금액', value: '9,900원' }], text: '…' })
 */
function consentText({ label, facts, text }: Omit<ConsentView, 'version'>): string {
  return JSON.stringify([label, facts.map(({ name, value }) => [name, value]), text])
}

/** The record of a consent, before the click. */
export async function consentRecord(
  core: Core,
  consent: ConsentView,
  locale: Locale,
  offer: string,
): Promise<ConsentRecord> {
  return { version: consent.version, locale, offer, text: await core.hash(consentText(consent)) }
}
