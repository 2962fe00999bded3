// The PGs whose window gives a one-time value and no key: their flows are the same, their names are not.
import type { Page } from '@playwright/test'
import type { Shop } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { COMPLETE, RETURN, requestsOf } from './requests.ts'

/** One of them. */
export interface TwoStepPg {
  readonly id: 'portone-v2' | 'toss'
  readonly path: string
  /** The window on a computer. */
  readonly window: (page: Page) => RegisterWindow
  /** The code that its window takes for the one of the text message. */
  readonly code: string
  /** Name of what the key is issued from. */
  readonly token: 'authKey' | 'billingIssueToken'
  /** Reads it from a request to the door, or to complete. */
  readonly stolen: (url: string, body: string) => string
  /** As it travelled in this test. */
  readonly carried: (shop: Shop) => string
}

const framed = (title: string) => (page: Page) =>
  new RegisterWindow(page.frameLocator(`iframe[title="${title}"]`))

const inAddress = (url = 'http://none'): string => new URL(url).searchParams.get('authKey') ?? ''

function inBody(body = ''): string {
  const { return: brought }: { return?: Record<string, string> } = JSON.parse(body || '{}')
  return brought?.['billingIssueToken'] ?? ''
}

/** Both, as they come by default on a computer. */
export const TWO_STEP_PGS: readonly TwoStepPg[] = [
  {
    id: 'toss',
    path: '/toss',
    window: framed('자동결제 등록창'),
    code: '000000',
    token: 'authKey',
    stolen: inAddress,
    carried: (shop) => inAddress(requestsOf(shop.wire.exchanges, 'GET', RETURN)[0]?.url),
  },
  {
    id: 'portone-v2',
    path: '/portone-v2',
    window: framed('카드 등록창'),
    code: '123456',
    token: 'billingIssueToken',
    stolen: (_url, body) => inBody(body),
    carried: (shop) => inBody(requestsOf(shop.wire.exchanges, 'POST', COMPLETE)[0]?.requestBody),
  },
]
