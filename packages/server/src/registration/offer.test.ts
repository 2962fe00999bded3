// The hash of an offer: another for whatever is shown otherwise, although offers are remembered by what they are made from.
import { expect, it } from 'vitest'
import { makeShop } from '../testing/shop.ts'
import type { OrderAnswer } from '../options.ts'

const PRO = { name: 'Pro', amount: 9900 } satisfies OrderAnswer
const CONSENT = { version: '1', label: '동의해요', text: '전문' }

/** What order() answers, each in one thing other than another. */
const ANSWERS: readonly OrderAnswer[] = [
  PRO,
  { ...PRO, name: 'Pro+' },
  { ...PRO, amount: 9901 },
  { ...PRO, charge: 'now' },
  { ...PRO, cycle: 'month' },
  { ...PRO, cycle: 'year' },
  { ...PRO, next: '다음 결제 2월 1일' },
  { ...PRO, consent: CONSENT },
  { ...PRO, consent: { ...CONSENT, version: '2' } },
  { ...PRO, consent: { ...CONSENT, label: '모두 동의해요' } },
  { ...PRO, consent: { ...CONSENT, text: '새 전문' } },
  { ...PRO, consent: { ...CONSENT, facts: [{ name: '금액', value: '9,900원' }] } },
]

it('is another for each thing that is shown, and the same again for the same', async () => {
  const paused: { text?: string } = {}
  const shop = makeShop({ maintenance: { danal: () => paused.text } })
  const shown = async (query = '', user = 'alice'): Promise<Record<'all' | 'hash', string>> => {
    const { offer, ...rest } = await (await shop.as(user).request('GET', `/offer?plan=pro${query}`)).json()
    return { all: JSON.stringify(rest), hash: String(offer) }
  }
  const seen = []
  for (const answer of [...ANSWERS, ...ANSWERS]) {
    shop.plans.set('pro', answer)
    seen.push(await shown())
  }
  shop.plans.set('pro', PRO)
  seen.push(await shown('&locale=en'), await shown('', 'bob'))
  paused.text = '점검 중이에요'
  seen.push(await shown())
  const distinct = ANSWERS.length + 3
  expect(new Set(seen.map(({ all }) => all)).size).toBe(distinct)
  expect(new Set(seen.map(({ hash }) => hash)).size).toBe(distinct)
  expect(new Set(seen.map(({ all, hash }) => all + hash)).size).toBe(distinct)
})
