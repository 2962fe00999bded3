// Looks for accessibility problems with axe-core, shadow trees and frames' own documents included.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Frame, Page } from '@playwright/test'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[]
}

/** One line per violation of a document; none is what is wanted. */
export async function violations(place: Page | Frame): Promise<string[]> {
  await place.evaluate(await source)
  const found = await place.evaluate(async (): Promise<readonly Finding[]> => {
    const { axe } = globalThis as any
    return (await axe.run(document, { resultTypes: ['violations'], iframes: false })).violations
  })
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help} at ${JSON.stringify(target)} ${failureSummary ?? ''}`,
    ),
  )
}
