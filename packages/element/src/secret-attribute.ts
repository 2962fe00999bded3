// Finds secret keys that were put where every visitor can read them.

/** Danal `SK_…`, Toss `live_sk_…`, webhook secrets, and long hexadecimal strings such as PortOne's REST secret. */
const SECRET = /\b(live_|test_)?g?sk_|whsec_|[\da-f]{40}/i

/** The name of an attribute whose value looks like a secret, never the value. A CSP nonce may look like one. */
export const secretAttribute = (attributes: Iterable<Pick<Attr, 'name' | 'value'>>): string | undefined =>
  [...attributes].find(({ name, value }) => name !== 'nonce' && SECRET.test(value))?.name
