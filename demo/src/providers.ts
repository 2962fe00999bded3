// The PGs that the shop registers cards with: real ones where there are keys, simulated ones elsewhere.
import { danal, portoneV1, portoneV2, toss, type ServerProvider } from '@billing-register/server'
import type { DanalKeys, PortoneV2Keys, RealKeys, TossKeys } from './options.ts'
import {
  DIRECT_CHANNEL,
  NUMBERS_CHANNEL,
  REDIRECTING_CHANNEL,
  SIMULATOR_PATH,
  WALLET_CHANNEL,
  type SimulatedPgs,
} from './simulated-pgs.ts'

function realDanal(keys: DanalKeys): ServerProvider[] {
  const { itemCode, ...rest } = keys
  return [
    danal(rest),
    danal({ ...rest, name: 'danal-page', returnBy: 'page' }),
    ...(itemCode ? [danal({ ...rest, name: 'danal-mobile', paymentsMethod: 'MOBILE', itemCode })] : []),
  ]
}

function simulatedDanal(pgs: SimulatedPgs, base: string): ServerProvider[] {
  const sdkUrl = `${base}/danal/sdk.js`
  const keys = { ...pgs.simulator.credentials.danal, apiBase: pgs.api.danal, sdkUrl }
  return [
    danal(keys),
    danal({ ...keys, name: 'danal-page', returnBy: 'page' }),
    danal({ ...keys, name: 'danal-popup', sdkUrl: `${sdkUrl}?window=popup` }),
    danal({ ...keys, name: 'danal-layer', sdkUrl: `${sdkUrl}?window=layer` }),
    danal({ ...keys, name: 'danal-mobile', paymentsMethod: 'MOBILE', itemCode: '1270000000' }),
  ]
}

function simulatedPortone(pgs: SimulatedPgs, base: string): ServerProvider[] {
  const { channels: _, ...keys } = pgs.simulator.credentials['portone-v1']
  const options = {
    ...keys,
    sandbox: true,
    apiBase: pgs.api['portone-v1'],
    sdkUrl: `${base}/portone-v1/iamport.js`,
  }
  return [
    portoneV1({ ...options, pgProvider: 'danal_tpay' }),
    portoneV1({
      ...options,
      name: 'portone-v1-redirect',
      channelKey: REDIRECTING_CHANNEL,
      pgProvider: 'kcp_billing',
    }),
    portoneV1({
      ...options,
      name: 'portone-v1-naverpay',
      channelKey: WALLET_CHANNEL,
      pgProvider: 'naverpay',
      buyerTelFallback: '01012345678',
    }),
    portoneV1({ ...options, name: 'portone-v1-nice', channelKey: NUMBERS_CHANNEL, pgProvider: 'nice' }),
  ]
}

const realPortoneV2 = (keys: PortoneV2Keys): ServerProvider[] => [
  portoneV2(keys),
  portoneV2({ ...keys, name: 'portone-v2-redirect', forceRedirect: true }),
]

function simulatedPortoneV2(pgs: SimulatedPgs, base: string): ServerProvider[] {
  const { storeId, channelKey, apiSecret } = pgs.simulator.credentials['portone-v2']
  const keys = {
    storeId,
    channelKey,
    apiSecret,
    sandbox: true,
    pgProvider: 'tosspayments',
    apiBase: pgs.api['portone-v2'],
    sdkUrl: `${base}/portone-v2/browser-sdk.js`,
  }
  return [
    portoneV2(keys),
    portoneV2({ ...keys, name: 'portone-v2-redirect', forceRedirect: true }),
    portoneV2({ ...keys, name: 'portone-v2-page', forceRedirect: true, returnBy: 'page' }),
    portoneV2({ ...keys, name: 'portone-v2-direct', channelKey: DIRECT_CHANNEL, allowKeyInBrowser: true }),
  ]
}

const realToss = (keys: TossKeys): ServerProvider[] => [
  toss(keys),
  toss({ ...keys, name: 'toss-page', returnBy: 'page' }),
  toss({ ...keys, name: 'toss-account', method: 'TRANSFER' }),
]

function simulatedToss(pgs: SimulatedPgs, base: string): ServerProvider[] {
  const keys = {
    ...pgs.simulator.credentials.toss,
    apiBase: pgs.api.toss,
    sdkUrl: `${base}/toss/v2/standard`,
  }
  return [
    toss(keys),
    toss({ ...keys, name: 'toss-page', returnBy: 'page' }),
    toss({ ...keys, name: 'toss-account', method: 'TRANSFER' }),
    toss({ ...keys, name: 'toss-self', windowTarget: 'self' }),
  ]
}

/** Provider instances, the default one first. `origin` is the shop's. */
export function shopProviders(keys: RealKeys, pgs: SimulatedPgs, origin: string): ServerProvider[] {
  const base = pgs.browserOrigin ?? `${origin}${SIMULATOR_PATH}`
  const ways = [
    { real: keys.danal && realDanal(keys.danal), simulated: () => simulatedDanal(pgs, base) },
    { real: keys.portoneV1 && [portoneV1(keys.portoneV1)], simulated: () => simulatedPortone(pgs, base) },
    { real: keys.portoneV2 && realPortoneV2(keys.portoneV2), simulated: () => simulatedPortoneV2(pgs, base) },
    { real: keys.toss && realToss(keys.toss), simulated: () => simulatedToss(pgs, base) },
  ]
  // A simulated PG is a test account, and no handler takes those beside live ones.
  const live = ways.some(({ real }) => real?.some(({ account }) => account.mode === 'live'))
  return ways.flatMap(({ real, simulated }) => real ?? (live ? [] : simulated()))
}
