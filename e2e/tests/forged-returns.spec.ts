import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { ask, doorOf, stealTransaction, tamperWith } from '../support/forging.ts'
import { RETURN, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'
const BASIC = '/danal?plan=basic-monthly'
const PORTONE = '/portone-v1?plan=basic-monthly'

test.describe('forged returns', () => {
  for (const echo of ['orderIdInAnswer', 'userInAnswer'] as const)
    test(`a stolen transactionId of somebody else’s card is found out by what Danal echoes (${echo})`, async ({
      shop,
      page,
      otherBrowser,
    }) => {
      await shop.setQuirks({ orderIdInAnswer: false, userInAnswer: false, [echo]: true })
      shop.watch.expect(/Failed to load|ERR_FAILED/)
      const victim = await otherBrowser()
      await shop.login(victim, `${shop.customer}-victim`)
      await victim.goto(BASIC)
      await new RegisterElement(victim).start()
      const transactionId = await stealTransaction(shop, victim)
      const attacker = await shop.visit(page, BASIC)
      await attacker.start()
      await new RegisterWindow(page).opened()
      await page.goto(doorOf(shop, { transactionId, code: 'SUCCESS' }))
      await attacker.expectPhase('uncertain')
      const [row] = await shop.ledgerOf()
      expect(row).toMatchObject({ state: 'suspended', method: { state: 'suspended' } })
      // The key is the victim's at the PG, it is in our ledger, and nobody may use it.
      await shop.expectKeys({ atPg: 0, inUse: 0 })
      await shop.expectKeys({ atPg: 1, inUse: 0 }, `${shop.customer}-victim`)
      shop.expectStrangers()
    })

  test('one transactionId in two registrations: the second is refused without a call', async ({
    shop,
    page,
    context,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    const [door] = requestsOf(shop.wire.exchanges, 'GET', RETURN)
    const transactionId = new URL(door?.url ?? '').searchParams.get('transactionId') ?? ''
    const second = await context.newPage()
    await second.goto(BASIC)
    const other = new RegisterElement(second)
    await other.start()
    await new RegisterWindow(second).opened()
    await second.goto(doorOf(shop, { transactionId }))
    await other.expectPhase('declined')
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('the imp_uid of another order registers nothing; the customer’s own window still does', async ({
    shop,
    page,
    otherBrowser,
  }) => {
    const victim = await otherBrowser()
    await shop.login(victim, `${shop.customer}-victim`)
    await victim.goto(PORTONE)
    const theirs = new RegisterElement(victim)
    await theirs.start()
    const told = victim.waitForRequest(/\/complete$/)
    await new RegisterWindow(victim.frameLocator(FRAME)).approve()
    await theirs.expectIssued()
    const { imp_uid } = (await told).postDataJSON().return
    expect(imp_uid).toMatch(/^imp_/)

    const element = await shop.visit(page, PORTONE)
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).opened()
    const { id, reference } = shop.launches().at(-1) ?? { id: '', reference: '' }
    const forged = await ask(page, `/registrations/${id}/complete`, {
      return: { imp_uid, merchant_uid: reference },
    })
    expect(forged.text).not.toContain('"issued"')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectPhase('issued')
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    await shop.expectKeys({ atPg: 1, inUse: 1 }, `${shop.customer}-victim`)
  })

  test(
    'the browser hands a billing key to the server, unverified: it cannot: a claimed customer_uid is ignored',
    { tag: '@pain' },
    async ({ shop, page, otherBrowser }) => {
      const victim = await otherBrowser()
      await shop.login(victim, `${shop.customer}-victim`)
      await victim.goto(PORTONE)
      const theirs = new RegisterElement(victim)
      await theirs.start()
      await new RegisterWindow(victim.frameLocator(FRAME)).approve()
      await theirs.expectIssued()
      const element = await shop.visit(page, PORTONE)
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).opened()
      const { id, reference } = shop.launches().at(-1) ?? { id: '', reference: '' }
      // Spelt apart, because the watch takes a customer_uid anywhere else for a leak.
      const { reference: theirReference } = shop.launches(`${shop.customer}-victim`)[0] ?? { reference: '' }
      const forged = await ask(page, `/registrations/${id}/complete`, {
        billingKey: 'made-up',
        customer_uid: 'made-up',
        return: { merchant_uid: theirReference, customer_uid: 'made-up', success: 'true' },
      })
      expect(forged.text).not.toContain('"issued"')
      expect(reference).not.toBe(theirReference)
      await shop.expectKeys({ atPg: 0, inUse: 0 })
    },
  )

  test('a page script turns Danal’s register-only into a charge: the key is held, nobody is told “registered”', async ({
    shop,
    page,
  }) => {
    await shop.setQuirks({ authOnlyInAnswer: true })
    await tamperWith(
      page,
      `const genuine = window.DanalPayments
       window.DanalPayments = (key) => ({
         requestBilling: (request) => genuine(key).requestBilling({ ...request, issueKeyOnly: false, amount: 100 }),
       })`,
    )
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectPhase('uncertain')
    const [row] = await shop.ledgerOf()
    expect(row).toMatchObject({ state: 'suspended', method: { state: 'suspended' } })
    expect((await shop.truth()).payments).toEqual([expect.objectContaining({ amount: 100 })])
    await shop.expectKeys({ atPg: 1, inUse: 0 })
  })

  for (const change of [{ amount: 100 }, { customer_uid: 'attackers-own' }] as const)
    test(`a page script changes ${Object.keys(change)[0]} in PortOne’s window: not registered`, async ({
      shop,
      page,
    }) => {
      await tamperWith(
        page,
        `const { request_pay } = window.IMP
         window.IMP.request_pay = (request, callback) => request_pay({ ...request, ...${JSON.stringify(change)} }, callback)`,
      )
      const element = await shop.visit(page, '/portone-v1?plan=club-now')
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).approve()
      await expect.poll(async () => (await shop.ledgerOf()).map(({ state }) => state)).not.toEqual(['open'])
      // A PortOne that does not tell the customer_uid of a payment leaves the key to be waited for, half a minute.
      await shop.advance(31_000)
      await element.expectPhase('uncertain')
      expect(shop.watch.phases).not.toContain('issued')
      const rows = await shop.ledgerOf()
      expect(rows.filter(({ method }) => method?.state === 'active')).toEqual([])
      expect((await shop.truth()).keys.filter(({ revoked }) => !revoked)).toHaveLength(1)
      shop.expectStrangers()
    })
})
