// The ways in which a card may be asked for: what an offer says of them, and what a tag without the right one is told.
import { describe, expect, it } from 'vitest'
import { danal } from '../providers/danal/index.ts'
import { portoneV1 } from '../providers/portone-v1/index.ts'
import type { ServerProvider } from '../providers/provider.ts'
import { makeShop, TEST_KEYS, type Visitor } from '../testing/shop.ts'

const MODE = { mode: 'card-form' }
const SEALING_KEYS = `k1:${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`

const portone = (pg: string): ServerProvider =>
  portoneV1({
    userCode: 'imp00000001',
    apiKey: '1234567890123456',
    apiSecret: 's'.repeat(80),
    pg,
    sandbox: true,
  })

interface Asked {
  readonly alice: Visitor
  readonly offer: (query: string) => Promise<Response>
}

function ask(pg: string): Asked {
  const shop = makeShop({
    providers: [portone(pg), danal(TEST_KEYS)],
    sealingKeys: SEALING_KEYS,
    dangerouslyAcceptCardNumbers: { verifyHolder: () => true },
  })
  const alice = shop.as('alice')
  return { alice, offer: (query) => alice.request('GET', `/offer?plan=pro${query}`) }
}

describe('a PG without a register window', () => {
  it('says so in its offer, which speaks of the form', async () => {
    const { offer } = ask('nice')
    expect(await (await offer('')).json()).toMatchObject({
      modes: ['card-form'],
      text: { action: { open: '카드 정보를 입력해 주세요' } },
    })
    expect(await (await offer('&provider=danal')).json()).toMatchObject({ modes: ['window'] })
  })

  it('tells the developer of a tag without a mode what is missing', async () => {
    const { alice } = ask('nice')
    await expect(alice.open('pro')).rejects.toThrow(
      /400 .*"title":"mode: 'portone-v1' has no register window; the tag needs mode=\\"card-form\\""/,
    )
    expect(await alice.open('pro', MODE)).toMatchObject({ launch: { provider: 'card-form' } })
  })
})

describe('an offer', () => {
  it('names the ways there are, and is the same offer in each of them', async () => {
    const { offer } = ask('html5_inicis')
    const [window, form] = await Promise.all(
      ['window', 'card-form'].map(async (mode) => (await offer(`&mode=${mode}`)).json()),
    )
    expect(window.modes).toEqual(['window', 'card-form'])
    expect(form.offer).toBe(window.offer)
    expect(JSON.stringify(window.text)).toContain('등록 창')
    expect(JSON.stringify(form.text)).not.toMatch(/창|팝업/)
  })

  it.each([
    ['&mode=popup', 'mode'],
    ['&mode=card-form&provider=danal', 'registers in its own window alone'],
  ])('is refused in words for the developer: %s', async (query, message) => {
    const response = await ask('nice').offer(query)
    expect(await response.json()).toMatchObject({
      status: 400,
      code: 'invalid_request',
      title: expect.stringContaining(message),
    })
  })
})
