// A PG as the registration sees it when the card is typed into our form: the same, but issuing from a held card.
import { registrationPath, type RawReturn } from '@billing-register/contract'
import type { Exchange } from '../http/exchange.ts'
import type { CardDetails, Finisher, KeyIn, ParsedReturn, ServerProvider } from '../providers/provider.ts'
import { Secret } from '../secret.ts'
import type { Vault } from './vault.ts'

/** Name of the value that stands for a card in a claim. */
export const TOKEN_FIELD = 'card'
/** Name of the ticket in the memo, and in the address of the form. */
export const TICKET = 'ticket'

interface Parts {
  readonly base: ServerProvider
  readonly keyIn: KeyIn
  readonly vault: Vault
  readonly publicUrl: string
  readonly now: () => number
}

const tokenOf = (raw: RawReturn): string => (Object.hasOwn(raw, TOKEN_FIELD) ? (raw[TOKEN_FIELD] ?? '') : '')

/** The provider. Only a card that this process holds is something to issue from. */
export function keyInProvider(parts: Parts): ServerProvider {
  const { base, keyIn, publicUrl } = parts
  return {
    ...base,
    // With a card: again with the same bytes. Without: a look, where the PG has one. Neither makes a second key.
    can: { ...base.can, lookup: false, replay: true, firstPayment: base.can.charge ? 'after-issue' : false },
    refuse: (order) => keyIn.refuse(order),
    prepare(registration, _urls, mint) {
      const { memo, providerRef } = keyIn.prepare(registration, mint)
      const ticket = mint('')
      const path = registrationPath(registration.id, 'card-form')
      const launch = { provider: 'card-form', sdkUrl: `${publicUrl}${path}?${TICKET}=${ticket}` } as const
      return { launch, memo: { ...memo, [TICKET]: ticket }, providerRef }
    },
    finisher: async () => keyInFinisher(parts),
  }
}

function keyInFinisher({ keyIn, vault, now }: Parts): Finisher {
  return {
    parseReturn(raw): ParsedReturn {
      const token = tokenOf(raw)
      return vault.find(token, now())
        ? { kind: 'token', token, value: {} }
        : { kind: 'empty', value: {}, token }
    },
    async issue(registration, { token = '' }, context) {
      const card = vault.find(token, now())
      if (card === undefined && context.earlier.length === 0) return []
      return withoutNumber(await keyIn.issue(registration, card, context), card)
    },
    judge(registration, _claim, exchanges) {
      return exchanges.length === 0
        ? { kind: 'uncertain', code: 'outcome_unknown' }
        : keyIn.judge(registration, exchanges)
    },
  }
}

// No PG should answer the whole number. If one does, it is not kept.
function withoutNumber(exchanges: readonly Exchange[], card: CardDetails | undefined): readonly Exchange[] {
  if (card === undefined) return exchanges
  const number = new RegExp(card.number.split('').join('[ -]?'), 'g')
  return exchanges.map((exchange) =>
    exchange.body === undefined
      ? exchange
      : { ...exchange, body: new Secret(exchange.body.reveal().replace(number, mask)) },
  )
}

const mask = (number: string): string => {
  const digits = number.replace(/\D/g, '')
  return `${digits.slice(0, 6)}${'*'.repeat(digits.length - 10)}${digits.slice(-4)}`
}
