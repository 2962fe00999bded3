// A return that arrived in a popup or frame: hands it to the page that opened it, and goes away.
import type { TakenReturn } from './registry.ts'

/** Milliseconds that the other page has for its answer. */
const PATIENCE = 800

/**
 * Tells the page that waits for this registration on the channel of this name.
 * @returns whether it has taken over; else this page has to act as the page itself
 */
export async function relay(name: string, { id, fields }: TakenReturn): Promise<boolean> {
  const channel = new BroadcastChannel(name)
  const heard = await new Promise<boolean>((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<{ readonly ack?: string }>) => {
      if (data.ack === id) resolve(true)
    }
    channel.postMessage({ ...fields, id })
    setTimeout(resolve, PATIENCE, false)
  })
  channel.close()
  if (heard) leave()
  return heard
}

function leave(): void {
  const frame = window.frameElement
  if (!frame) return window.close()
  // The layer that a PG's script drew around the frame goes too, but nothing of the merchant's own page.
  const layer = frame.closest('body > *')
  const shared = layer?.querySelector('billing-register') || layer?.matches('billing-register')
  ;(layer && !shared ? layer : frame).remove()
}
