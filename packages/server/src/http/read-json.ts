// Reads a PG's answer as JSON without letting its text out.
import type { Secret } from '../secret.ts'

/** The parsed body, or undefined when it is absent or not JSON. The parser's error quotes its input, so it ends here. */
export function readJson(body: Secret | undefined): unknown {
  try {
    return body === undefined ? undefined : JSON.parse(body.reveal())
  } catch {
    return undefined
  }
}
