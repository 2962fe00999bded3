// A value that must never be printed. It is revealed only where it goes to the PG.

const REDACTED = '[secret]'

/** Holds a secret key, token, billing key or raw PG answer; `toString`, JSON and inspection show `[secret]`. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }

  /** The value itself. Call it only in the file that talks to the PG. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }
}

// Node, Deno and Bun print objects through this symbol.
Object.defineProperty(Secret.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => REDACTED })
