// The one place that looks at the runtime's environment.

/** False only where NODE_ENV says production and the merchant has not said otherwise. */
export function memoryLedgerAllowed(options: { allowMemoryLedgerInProduction?: boolean }): boolean {
  return options.allowMemoryLedgerInProduction === true || nodeEnv() !== 'production'
}

// Not every runtime has a `process`, and Deno throws where it was not allowed to read the environment.
function nodeEnv(): unknown {
  try {
    return propertyOf(propertyOf(propertyOf(globalThis, 'process'), 'env'), 'NODE_ENV')
  } catch {
    return undefined
  }
}

/** A property of what may be no object. */
export const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
