// A customer at the button: sees the offer and clicks, again and again where nobody answers.
import { setTimeout as pause } from 'node:timers/promises'
import type { Launch } from '@billing-register/contract'
import type { Answer, Browser } from './browser.ts'
import type { Town } from './journey.ts'
import { TRIES, waitAfter } from './patience.ts'
import type { Story } from './schedule.ts'

/** Toss' window is told of no order. */
const ORDER_IN_LAUNCH = /"(?:orderId|merchant_uid|issueId)":"([^"]*)"/

/** Makes a registration; undefined when nobody ever made one. */
export async function register(
  town: Town,
  story: Story,
  browser: Browser,
): Promise<{ id: string; launch: Launch } | undefined> {
  const { plan, provider, index, typing } = story
  const mode = typing ? 'card-form' : 'window'
  for (let tried = 0; tried < TRIES; tried += 1) {
    const shown = await browser.send('GET', `/offer?plan=${plan}&provider=${provider}&mode=${mode}`)
    const json = {
      plan,
      provider,
      mode,
      offer: shown.body['offer'],
      returnTo: `${town.origin}/shop`,
      clientRef: `${town.run}-element-${index}`,
      ...(plan === 'consent' ? { consent: { version: '1' } } : {}),
    }
    const click = (): Promise<Answer> => browser.send('POST', '/registrations', { json })
    const answers = await Promise.all(story.doubleClick ? [click(), click()] : [click()])
    const made = answers.find(({ status }) => status === 201 || status === 200)?.body
    if (made) {
      const launch = made['launch'] as Launch
      const ref = ORDER_IN_LAUNCH.exec(JSON.stringify(launch))?.[1]
      if (ref !== undefined) town.known.push({ provider, ref })
      return { id: String(made['id']), launch }
    }
    await pause(waitAfter(tried))
  }
  return undefined
}
