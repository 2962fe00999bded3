import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { ask, MADE_UP } from '../support/forging.ts'

const BASIC = '/danal?plan=basic-monthly'

test.describe('limits', () => {
  test('after thirty attempts and declines within an hour the page says to come back later', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(/429/)
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    await shop.login(page)
    for (let tried = 0; tried < 10; tried++) {
      const { text } = await ask(page, '/offer?plan=basic-monthly&locale=ko')
      const { offer } = JSON.parse(text)
      const created = await ask(page, '/registrations', {
        offer,
        plan: 'basic-monthly',
        clientRef: crypto.randomUUID(),
        returnTo: `${shop.origin}/danal`,
      })
      if (created.status === 429) break
      const { id } = JSON.parse(created.text)
      for (let claim = 0; claim < 3; claim++)
        await ask(page, `/registrations/${id}/complete`, {
          return: { transactionId: `${MADE_UP}${tried}${claim}` },
        })
    }
    await page.goto(BASIC)
    await element.start()
    await element.expectPhase('failed')
    await expect(element.message).toHaveText('여러 번 시도해서 잠시 멈췄어요. 나중에 다시 시도해 주세요.')
    // Each counts twice: as an attempt and as a decline.
    expect(await shop.calls('issue')).toBe(15)
    await shop.advance(61 * 60_000)
    await page.reload()
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
