// The official browser SDKs, unchanged, against the simulated PGs: iframe, popup, redirect, cancel, refusal.
import { createServer, type Server } from 'node:http'
import { startSimulator, type RunningSimulator } from '@billing-register/simulator/node'
import { expect, test as base, type Page } from '@playwright/test'
import { goBack } from '../support/browsing.ts'
import { bundlePage } from '../support/bundle.ts'

interface Merchant {
  readonly origin: string
  readonly pg: RunningSimulator
}

function serve(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(
      isScript
        ? script
        : '<!doctype html><title>Merchant</title><script type="module" src="/page.js"></script>',
    )
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const test = base.extend<{ open: (page: Page) => Promise<void> }, { merchant: Merchant }>({
  merchant: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern that this fixture needs no other
    async ({}, use) => {
      const pg = await startSimulator({
        port: 0,
        seed: 1,
        quirks: {
          latency: [0, 0],
          iframeCancel: 'reject',
          declineAt: 'window',
          v2CancelCode: 'USER_CANCEL',
          v2ExtraInRedirect: false,
        },
      })
      const server = await serve(await bundlePage('browser-sdks.ts'))
      // Another site than the simulator's 127.0.0.1.
      await use({ origin: `http://localhost:${portOf(server)}`, pg })
      server.close()
      server.closeAllConnections()
      await pg.close()
    },
    { scope: 'worker' },
  ],
  open: async ({ merchant }, use) => {
    await use(async (page) => {
      await page.goto(merchant.origin)
      await page.waitForFunction('window.windows')
    })
  },
})

const tossRequest = (origin: string) =>
  ({ method: 'CARD', successUrl: `${origin}/ok`, failUrl: `${origin}/fail` }) as const

const v2Request = {
  storeId: 'store-simulator',
  channelKey: 'channel-key-simulator-v2-toss',
  billingKeyMethod: 'CARD',
  issueId: 'issue-1',
  issueName: '구독',
} as const

test.describe('@tosspayments/tosspayments-sdk', () => {
  const opening = (page: Page, { origin, pg }: Merchant, more: object = {}) =>
    page.evaluate(
      ([src, request]) => window.windows.toss(src, 'test_ck_simulator', 'customer-key-1', request),
      [`${pg.origin}/toss/v2/standard`, { ...tossRequest(origin), ...more }] as const,
    )

  test('registers in an iframe, and the page goes to successUrl with both keys', async ({
    page,
    merchant,
    open,
  }) => {
    await open(page)
    void opening(page, merchant).catch(() => undefined)
    await page.frameLocator('iframe').getByTestId('sim-approve').click()
    await page.waitForURL('**/ok?**')
    const { searchParams } = new URL(page.url())
    expect(searchParams.get('customerKey')).toBe('customer-key-1')
    expect(searchParams.get('authKey')).toBeTruthy()
  })

  test('rejects with USER_CANCEL when the customer closes the iframe, and opens again', async ({
    page,
    merchant,
    open,
  }) => {
    await open(page)
    for (let round = 0; round < 2; round += 1) {
      const ending = opening(page, merchant)
      await page.frameLocator('iframe').getByTestId('sim-cancel').click()
      expect(await ending).toMatchObject({ kind: 'rejected', code: 'USER_CANCEL' })
      await expect(page.locator('iframe')).toHaveCount(0)
    }
  })

  test('goes to failUrl with the code of a refusal', async ({ page, merchant, open }) => {
    await open(page)
    void opening(page, merchant).catch(() => undefined)
    await page.frameLocator('iframe').getByTestId('sim-decline').click()
    await page.waitForURL('**/fail?**')
    expect(new URL(page.url()).searchParams.get('code')).toBe('REJECT_CARD_COMPANY')
  })

  test('takes the page itself where the window is to be self, and a window that is over stays over', async ({
    page,
    merchant,
    open,
  }) => {
    await open(page)
    void opening(page, merchant, { windowTarget: 'self' }).catch(() => undefined)
    await page.getByTestId('sim-approve').click()
    await page.waitForURL('**/ok?**')
    await goBack(page)
    await page.getByTestId('sim-approve').click()
    await expect(page.getByText('이미 끝난 등록 창이에요')).toBeVisible()
  })

  test('rejects with PAYMENT_REQUEST_ABORTED when the page destroys the window', async ({
    page,
    merchant,
    open,
  }) => {
    await open(page)
    const ending = await page.evaluate(
      ([src, request]) => window.windows.tossAborted(src, 'test_ck_simulator', 'customer-key-1', request),
      [`${merchant.pg.origin}/toss/v2/standard`, tossRequest(merchant.origin)] as const,
    )
    expect(ending).toMatchObject({ kind: 'rejected', code: 'PAYMENT_REQUEST_ABORTED' })
    await expect(page.locator('iframe')).toHaveCount(0)
  })

  test('rejects before any window for a bad address', async ({ page, merchant, open }) => {
    await open(page)
    expect(await opening(page, merchant, { successUrl: '/ok' })).toMatchObject({
      code: 'INCORRECT_SUCCESS_URL_FORMAT',
    })
    await expect(page.locator('iframe')).toHaveCount(0)
  })
})

test.describe('@portone/browser-sdk', () => {
  const opening = (page: Page, { pg }: Merchant, more: object = {}) =>
    page.evaluate(([src, request]) => window.windows.portoneV2(src, request), [
      `${pg.origin}/portone-v2/browser-sdk.js`,
      { ...v2Request, ...more },
    ] as const)

  test('resolves with NEEDS_CONFIRMATION and a token', async ({ page, merchant, open }) => {
    await open(page)
    const ending = opening(page, merchant)
    await page.frameLocator('iframe').getByTestId('sim-approve').click()
    expect(await ending).toMatchObject({
      kind: 'resolved',
      value: { billingKey: 'NEEDS_CONFIRMATION', billingIssueToken: expect.any(String) },
    })
    await expect(page.locator('iframe')).toHaveCount(0)
  })

  test('resolves with a code for a cancel and for a refusal', async ({ page, merchant, open }) => {
    await open(page)
    for (const [button, code] of [
      ['sim-cancel', 'USER_CANCEL'],
      ['sim-decline', 'FAILURE_TYPE_PG'],
    ] as const) {
      const ending = opening(page, merchant)
      await page.frameLocator('iframe').getByTestId(button).click()
      expect(await ending).toMatchObject({ kind: 'resolved', value: { code } })
    }
  })

  test('takes the page to redirectUrl where it is forced to', async ({ page, merchant, open }) => {
    await open(page)
    const redirectUrl = `${merchant.origin}/back`
    void opening(page, merchant, { redirectUrl, forceRedirect: true }).catch(() => undefined)
    await page.frameLocator('iframe').getByTestId('sim-approve').click()
    await page.waitForURL('**/back?**')
    expect([...new URL(page.url()).searchParams.keys()]).toEqual([
      'transactionType',
      'billingKey',
      'billingIssueToken',
    ])
  })

  test('opens a popup for a PG that wants one, and notices when it is closed', async ({
    page,
    merchant,
    open,
  }) => {
    await open(page)
    const naver = { channelKey: 'channel-key-simulator-v2-naverpay', billingKeyMethod: 'EASY_PAY' }
    const [popup, ending] = [page.waitForEvent('popup'), opening(page, merchant, naver)]
    await (await popup).getByTestId('sim-approve').click()
    expect(await ending).toMatchObject({
      value: { billingKey: expect.stringMatching(/^billing-key-/) },
    })
    const [second, closed] = [page.waitForEvent('popup'), opening(page, merchant, naver)]
    await (await second).getByTestId('sim-approve').waitFor()
    await (await second).close()
    expect(await closed).toMatchObject({ value: { code: 'USER_CANCEL' } })
  })

  test('rejects with an error of its own before any window', async ({ page, merchant, open }) => {
    await open(page)
    expect(await opening(page, merchant, { channelKey: 'nothing' })).toEqual({
      kind: 'rejected',
      code: 'ChannelNotFound',
      known: true,
    })
    await expect(page.locator('iframe')).toHaveCount(0)
  })
})
