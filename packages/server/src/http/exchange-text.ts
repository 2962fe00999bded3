// Exchanges as text and back, their bodies revealed: the text is only ever sealed.
import { Secret } from '../secret.ts'
import type { Exchange } from './exchange.ts'

type PlainExchange = Omit<Exchange, 'body'> & { body?: string }

const plainOf = ({ body, ...rest }: Exchange): PlainExchange => ({
  ...rest,
  ...(body ? { body: body.reveal() } : {}),
})

const exchangeOf = ({ body, ...rest }: PlainExchange): Exchange => ({
  ...rest,
  ...(body === undefined ? {} : { body: new Secret(body) }),
})

/** What a PG answered, as text to be sealed at once. */
export function encodeExchanges(exchanges: readonly Exchange[]): string {
  return JSON.stringify(exchanges.map(plainOf))
}

/** The exchanges that {@link encodeExchanges} wrote. */
export function decodeExchanges(text: string): readonly Exchange[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the seal proves that it is what we wrote
  return (JSON.parse(text) as readonly PlainExchange[]).map(exchangeOf)
}
