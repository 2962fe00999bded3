// Idempotency keys as Toss Payments and PortOne V2 keep them: one answer per key, given again byte for byte; while the
// first call is under way the second is turned away. Bodies are not compared.

interface KeptAnswer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly bytes: ArrayBuffer
}

interface Entry {
  readonly since: number
  running: boolean
  answer?: KeptAnswer
}

export type IdempotencyBook = Map<string, Entry>

export interface OnceOptions {
  readonly book: IdempotencyBook
  /** Whatever the PG matches on, in one text; undefined for a call without a key. */
  readonly key: string | undefined
  /** Epoch ms. */
  readonly now: number
  readonly lifetimeMs: number
  /** The answer while the first call is under way. */
  readonly conflict: () => Response
  readonly work: () => Promise<Response>
  /** Carries an answer to the caller, as slowly and as badly as the network would. */
  readonly carry: (work: () => Response | Promise<Response>) => Promise<Response>
}

async function keep(answer: Response): Promise<KeptAnswer> {
  return { status: answer.status, headers: [...answer.headers], bytes: await answer.arrayBuffer() }
}

function again({ status, headers, bytes }: KeptAnswer): Response {
  return new Response(bytes.byteLength > 0 ? bytes.slice(0) : null, {
    status,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
  })
}

/** Does the work for the first call with a key, and answers the later ones from the book, refusals included. */
export async function answerOnce(options: OnceOptions): Promise<Response> {
  const { book, key, now, carry, work } = options
  if (key === undefined) return carry(work)
  const known = book.get(key)
  const alive = known && (known.running || now - known.since < options.lifetimeMs) ? known : undefined
  if (alive?.running) return carry(options.conflict)
  const { answer } = alive ?? {}
  if (answer) return carry(() => again(answer))
  const entry: Entry = { since: now, running: true }
  book.set(key, entry)
  try {
    return await carry(async () => {
      const kept = await keep(await work())
      entry.answer = kept
      return again(kept)
    })
  } finally {
    entry.running = false
    // Nothing was done: the network lost the call before the PG saw it.
    if (!entry.answer) book.delete(key)
  }
}
