// The server half: createBilling() and what it is configured with.
export { Secret } from './secret.ts'
export type { Exchange } from './http/exchange.ts'
