// The texts that occur more than once.

/** Each text that stands in the list more than once, once. */
export function repeated(texts: readonly string[]): string[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const text of texts) {
    if (seen.has(text)) twice.add(text)
    seen.add(text)
  }
  return [...twice]
}
