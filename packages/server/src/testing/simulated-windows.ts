// Walks a simulated register window the way a browser would, by plain HTTP, and takes what it brings back.
import type { CardFormLaunch, Launch, RawReturn } from '@billing-register/contract'

/** How the customer ends the window. `approve-poor`: with a card that is registered, and declined whenever it is charged. */
export type WindowEnd = 'approve' | 'approve-poor' | 'decline' | 'cancel'

/** A card like that, of the simulator's test cards, as the window's four fields, with what must be agreed to. */
const POOR_CARD = {
  card1: '9450',
  card2: '1111',
  card3: '2222',
  card4: '3333',
  agreeService: 'on',
  agreePrivacy: 'on',
  agreeThirdParty: 'on',
}
/** Toss sends no text message in test mode and takes this; elsewhere the simulator's message says the other. */
const CODES = { toss: '000000', others: '123456' } as const

/** Opens the window of a launch, ends it by its test button, and answers the parameters of the return. */
export async function walkWindow(http: typeof fetch, launch: Launch, end: WindowEnd): Promise<RawReturn> {
  if (launch.provider === 'card-form') throw new Error('the card form is no window')
  const window = await opened(http, launch)
  // A window that could not open goes straight back to the shop.
  if (isReturn(window, launch)) return parameters(window)
  if (end !== 'approve-poor') {
    return parameters(await postForm(http, window, { do: `sim-${end}`, returnMethod: 'GET' }))
  }
  const code = launch.provider === 'toss' ? CODES.toss : CODES.others
  await postForm(http, window, { do: 'details', ...POOR_CARD })
  await postForm(http, window, { do: 'identity' })
  return parameters(await postForm(http, window, { do: 'code', code, returnMethod: 'GET' }))
}

type Window = Exclude<Launch, CardFormLaunch>

async function opened(http: typeof fetch, launch: Window): Promise<URL> {
  const { url, fields } = opening(launch)
  if (launch.provider !== 'portone-v2') return postForm(http, url, fields)
  // Its script asks for the window's address first.
  const prepared = await http(url, { method: 'POST', body: new URLSearchParams(fields) })
  const { url: window }: { url: string } = await prepared.json()
  return new URL(window, url)
}

function opening(launch: Window): { url: URL; fields: Record<string, string> } {
  const request = JSON.stringify(launch.request)
  const beside = (path: string): URL => new URL(path, launch.sdkUrl)
  switch (launch.provider) {
    case 'danal':
      return { url: beside('window'), fields: { clientKey: launch.clientKey, request } }
    case 'portone-v1':
      return {
        url: beside('request-pay'),
        fields: { userCode: launch.userCode, params: request, path: 'redirect', device: 'mobile' },
      }
    case 'portone-v2':
      return { url: beside('checkout'), fields: { request, device: 'mobile' } }
    case 'toss': {
      const { clientKey, customerKey } = launch
      return { url: beside('window'), fields: { clientKey, customerKey, request, target: 'self' } }
    }
  }
}

async function postForm(http: typeof fetch, url: URL, fields: Record<string, string>): Promise<URL> {
  const body = new URLSearchParams(fields)
  const response = await http(url, { method: 'POST', body, redirect: 'manual' })
  const location = response.headers.get('location')
  if (location === null) throw new Error(`the window answered ${response.status} and leads nowhere`)
  return new URL(location, url)
}

function isReturn(url: URL, { request }: Window): boolean {
  const address =
    'm_redirect_url' in request
      ? request.m_redirect_url
      : 'redirectUrl' in request
        ? request.redirectUrl
        : request.successUrl
  return url.origin === new URL(address).origin
}

const parameters = (url: URL): RawReturn => Object.fromEntries(url.searchParams)
