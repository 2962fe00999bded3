// A spill is read back whole from whatever stands around it in the log, and from nothing less.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../http/exchange.ts'
import { Secret } from '../secret.ts'
import { parseSealingKeys } from './key-ring.ts'
import { makeSealer } from './sealer.ts'
import { openSpill, parseSpill, sealSpill } from './spill.ts'
import { toBase64url } from './base64.ts'

const sealer = makeSealer(parseSealingKeys(`k1:${toBase64url(crypto.getRandomValues(new Uint8Array(32)))}`))
const WHERE = { registrationId: 'reg_1', attemptId: 'att_1', at: 7 }
const SPILL = { ...WHERE, sealed: 's1.k1.AAAAAA.x' }
const REFUSED = expect.objectContaining({
  code: 'invalid_request',
  message: 'spill: give the whole line, from { to }, as it was written',
})

describe('a spill', () => {
  const exchanges: readonly Exchange[] = [
    { operation: 'issue', status: 200, body: new Secret('{"billingKey":"K"}') },
  ]

  it('opens with the sealing keys, for its own attempt alone', async () => {
    const spill = await sealSpill(sealer, WHERE, exchanges)
    expect(spill).toStrictEqual({ ...WHERE, sealed: expect.stringMatching(/^s1\.k1\./) })
    expect(JSON.stringify(spill)).not.toContain('billingKey')
    const [opened] = await openSpill(sealer, spill)
    expect(opened).toMatchObject({ operation: 'issue', status: 200 })
    expect(opened?.body?.reveal()).toBe('{"billingKey":"K"}')
    await expect(openSpill(sealer, { ...spill, attemptId: 'att_2' })).rejects.toMatchObject({
      code: 'ledger_tampered',
      message: expect.stringContaining("spill.answer of row 'att_2'"),
    })
    expect(await openSpill(sealer, { ...spill, registrationId: 'reg_2' })).toHaveLength(1)
  })

  it.each(['', '2026-01-01 billing-register: ', '\u001b[31m'])(
    'is found in a line that begins with %j',
    (before) => {
      expect(parseSpill(`${before}${JSON.stringify(SPILL)} -- end`)).toStrictEqual(SPILL)
      expect(parseSpill(`${before}${JSON.stringify({ ...SPILL, more: 1 })}`)).toStrictEqual(SPILL)
    },
  )

  it.each<[string, unknown]>([
    ['nothing', ''],
    ['no JSON', '{x}'],
    ['half of it', JSON.stringify(SPILL).slice(0, -1)],
    ['null', '{null}'],
    ...(['sealed', 'attemptId', 'registrationId', 'at'] as const).flatMap((name): [string, unknown][] => [
      [`a spill without ${name}`, JSON.stringify({ ...SPILL, [name]: undefined })],
      [`a spill with another ${name}`, JSON.stringify({ ...SPILL, [name]: [7] })],
    ]),
  ])('is none in %s', (_what, line) => {
    expect(() => parseSpill(String(line))).toThrow(REFUSED)
  })

  it('is none in what is JSON and no object', () => {
    expect(() => parseSpill('null')).toThrow(REFUSED)
    expect(() => parseSpill('[1]')).toThrow(REFUSED)
  })
})
