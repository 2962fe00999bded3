// Where a PG makes its key in the window, a fault ordered for `issue` by name strikes there: at the approval.
import { DroppedConnection } from '../dropped-connection.ts'
import { DEFAULT_DELAY_MS } from '../faults.ts'
import type { SimulatedProvider } from '../provider-id.ts'
import { refuseByFault } from '../rest-call.ts'
import type { World } from '../world.ts'

type Answer = Response | Promise<Response>

export interface WindowEnd {
  readonly provider: SimulatedProvider
  /** Only an end that makes a key can be struck. */
  readonly makesKey: boolean
  /** Does the work. */
  readonly settle: () => void
  /** Tells the page. */
  readonly leave: () => Answer
}

/** Ends a window; under a fault the key may exist although the page hears of it late or not at all. */
export async function endWindow(world: World, end: WindowEnd): Promise<Response> {
  const fault = end.makesKey ? world.faults.take(end.provider, 'issue', 'named') : undefined
  const refusal = refuseByFault(fault)
  if (refusal) return refusal
  end.settle()
  if (!fault) return end.leave()
  if (fault.fault === 'drop-response') throw new DroppedConnection()
  if (fault.fault !== 'delay') return new Response('')
  await world.sleep(fault.delayMs ?? DEFAULT_DELAY_MS)
  return end.leave()
}
