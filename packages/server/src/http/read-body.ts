// Reads what was sent, with a limit, and never throws a parser's own error: it would quote the input.
import { BillingError, isBillingError } from '@billing-register/contract'
import type { Read } from './fields.ts'

/** Largest body that is read, bytes. */
const MAX_BODY_BYTES = 16 * 1024

/**
 * How much more of a body that is too large is read and dropped, bytes: a sender that is cut off in the middle of it never
 * reads why.
 */
const MAX_DROPPED_BYTES = 2 * 1024 * 1024

/** A request whose body is to be read: Hono's, which also remembers a body that its own helpers have read. */
export interface Incoming {
  readonly raw: Request
  text(): Promise<string>
}

/** The body as text. Throws `body_too_large`, and `misconfigured` when it was read before it came here. */
export async function readText(incoming: Incoming, max: number = MAX_BODY_BYTES): Promise<string> {
  const { raw } = incoming
  const { headers } = raw
  const length = headers.get('content-length')
  // Before the body is touched: a server ends the connection, and with it our answer, where one was begun and left.
  if (Number(length) > max) throw tooLarge(max)
  if (raw.bodyUsed) return textReadElsewhere(incoming)
  // Servers hold a sender to the length that it told; without one the bytes are counted as they come.
  const told = length !== null && /^\d+$/.test(length) && !headers.has('transfer-encoding')
  // Where it is told, `body` is not touched: Node's adapter makes a stream for whoever does, which costs more than all the rest.
  const text = await (told ? raw.text() : countedText(raw, max)).catch((error: unknown) => {
    if (isBillingError(error)) throw error
    // How runtimes refuse a body that somebody else has, or had.
    if (error instanceof TypeError && !raw.signal.aborted) return textReadElsewhere(incoming)
    throw new BillingError('invalid_request', 'body: it ended too early')
  })
  if (text.length > max) throw tooLarge(max)
  return text
}

const textReadElsewhere = (incoming: Incoming): Promise<string> =>
  incoming.text().catch(() => {
    throw new BillingError(
      'misconfigured',
      'body: something in front of billing has read it; mount billing before every body parser, such as express.json()',
    )
  })

async function countedText({ body }: Request, max: number): Promise<string> {
  const reader = body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done && size > max) throw tooLarge(max)
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > max + MAX_DROPPED_BYTES) {
      // Not awaited: a body that is read elsewhere, too, ends only when all readers have.
      reader.cancel().catch(() => undefined)
      throw tooLarge(max)
    }
    if (size <= max) text += decoder.decode(value, { stream: true })
  }
}

const tooLarge = (max: number): BillingError =>
  new BillingError('body_too_large', `body: at most ${max / 1024} KB`)

/** The value, or undefined where the text is none: the parser's own error would quote it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The JSON body, checked. Throws `unsupported_media_type`, `body_too_large`, `invalid_request` naming the first field
 * that is wrong, or `misconfigured` when the body was read before it came here.
 */
export async function readJson<T>(incoming: Incoming, read: Read<T>): Promise<T> {
  const type = incoming.raw.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new BillingError('unsupported_media_type', 'content-type: must be application/json')
  }
  return read(parseJson(await readText(incoming)), '')
}
