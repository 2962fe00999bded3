// Pictures of the shop's pages and of the simulated windows.
import { open, ready, visit, type Shot } from './shot.ts'

const page = (name: string, path: string): Shot => ({
  name: `page-${name}`,
  arrange: async (stage) => void (await stage.page.goto(stage.origin + path)),
})

const flow = (name: string, path: string): Shot => ({
  name: `page-${name}`,
  arrange: async (stage) => {
    await visit(stage, path)
    await ready(stage.page)
  },
})

/** Every page. */
export const PAGES: readonly Shot[] = [
  page('home', '/'),
  page('login', '/login'),
  page('login-refused', '/login?as=Not%20a%20name'),
  flow('danal', '/danal'),
  flow('danal-page-return', '/danal-page-return'),
  flow('portone-v1', '/portone-v1'),
  flow('portone-v2', '/portone-v2'),
  flow('toss', '/toss'),
  flow('switch', '/switch'),
  flow('bare-danal', '/bare/danal'),
  flow('bare-portone-v1', '/bare/portone-v1'),
  flow('bare-portone-v2', '/bare/portone-v2'),
  flow('bare-toss', '/bare/toss'),
  page('bare-logged-out', '/bare/danal'),
  flow('playground', '/playground'),
  page('terms', '/terms'),
  page('privacy', '/privacy'),
  page('refund', '/refund'),
  page('cancel', '/cancel'),
  page('not-found', '/no-such-page'),
  {
    name: 'page-truth',
    fullPage: false,
    arrange: async (stage) => {
      await open(stage, '/danal')
      await stage.page.getByTestId('sim-approve').click()
      await stage.page.waitForURL('**/danal')
      await stage.page.locator('#truth-open').click()
      await stage.page.locator('.chip-same').first().waitFor()
    },
  },
  {
    name: 'window-danal',
    arrange: async (stage) => {
      await open(stage, '/danal')
      await stage.page.getByTestId('sim-approve').waitFor()
    },
  },
  {
    name: 'window-portone-layer',
    fullPage: false,
    arrange: async (stage) => {
      await open(stage, '/portone-v1')
      await stage.page.frameLocator('iframe').getByTestId('sim-approve').waitFor()
    },
  },
  {
    name: 'window-danal-popup',
    arrange: async (stage) => {
      await visit(stage, '/danal?provider=danal-popup')
      await ready(stage.page)
      const [opened] = await Promise.all([
        stage.page.waitForEvent('popup'),
        open(stage, '/danal?provider=danal-popup'),
      ])
      await opened.getByTestId('sim-approve').waitFor()
      return opened
    },
  },
  {
    name: 'window-danal-phone',
    arrange: async (stage) => {
      await open(stage, '/danal?provider=danal-mobile')
      await stage.page.getByTestId('sim-approve').waitFor()
    },
  },
]
