import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type RunningDemo } from './start.ts'

let demo: RunningDemo
beforeAll(async () => {
  demo = await startDemo({ port: 0, log: () => {} })
}, 60_000)
afterAll(() => demo.close())

/** Logs a customer in. @returns their cookie */
async function login(name: string): Promise<string> {
  const { headers } = await fetch(`${demo.origin}/login?as=${name}`, { redirect: 'manual' })
  return headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

const charge = (cookie: string, origin = demo.origin): Promise<Response> =>
  fetch(`${demo.origin}/methods/charge`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'order=bag-1',
  })

describe('/methods', () => {
  it('shows a visitor the way to log in and nothing to pay', async () => {
    const text = await (await fetch(`${demo.origin}/methods`)).text()
    expect(text).toContain('slot="login"')
    expect(text).not.toContain('결제하기')
  })

  it('lets nobody pay who has nothing to pay with, and says what to do first', async () => {
    const cookie = await login('alice')
    const page = await (await fetch(`${demo.origin}/methods`, { headers: { cookie } })).text()
    // It is made before a card is registered beside it, and must not stay dead then.
    expect(page).toMatch(/<button class="button">\s*9,900원 결제하기/)
    const answer = await charge(cookie)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/methods?refused=none'])
    const told = await (await fetch(`${demo.origin}/methods?refused=none`, { headers: { cookie } })).text()
    expect(told).toContain('결제수단을 먼저 등록해 주세요.')
  })

  it('takes no payment from another site', async () => {
    expect((await charge(await login('alice'), 'https://evil.example')).status).toBe(403)
  })
})
