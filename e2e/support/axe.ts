// Looks for accessibility problems with axe-core, shadow trees and frames' own documents included.
import type { Frame, Page } from '@playwright/test'
import axe from 'axe-core'

/** One line per violation of a document; none is what is wanted. */
export async function violations(place: Page | Frame): Promise<string[]> {
  await place.evaluate(axe.source)
  const { violations } = await place.evaluate(() =>
    axe.run(document, { resultTypes: ['violations'], iframes: false }),
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`),
  )
}
