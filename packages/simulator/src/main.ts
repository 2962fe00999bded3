// `npm run simulator`: starts the simulated PGs and says what is where. PORT and SEED are read from the environment.
import process from 'node:process'
import { TEST_CARDS } from './test-cards.ts'
import { startSimulator } from './node.ts'

const seed = process.env['SEED']
const running = await startSimulator({
  port: Number(process.env['PORT'] ?? 4400),
  ...(seed && { seed: Number(seed) }),
})
const { origin, origins, simulator } = running
const { danal, 'portone-v1': portone, 'portone-v2': v2, toss } = simulator.credentials

console.log(`Simulated PGs at ${origin} (seed ${simulator.seed})

  Danal       SDK   ${origin}/danal/sdk.js  (?window=popup, ?window=layer)
              API   ${origin}/danal   alone: ${origins.danal}
              keys  clientKey ${danal.clientKey}, merchantId ${danal.merchantId}, secretKey ${danal.secretKey}
  PortOne V1  SDK   ${origin}/portone-v1/iamport.js  (?mode=redirect|callback, ?window=popup, ?imp_uid=omit)
              API   ${origin}/portone-v1   alone: ${origins['portone-v1']}
              keys  userCode ${portone.userCode}, channelKey ${portone.channelKey}, REST ${portone.apiKey} / ${portone.apiSecret}
  PortOne V2  SDK   ${origin}/portone-v2/browser-sdk.js
              API   ${origin}/portone-v2   alone: ${origins['portone-v2']}
              keys  storeId ${v2.storeId}, channelKey ${v2.channelKey}, API secret ${v2.apiSecret}
  Toss        SDK   ${origin}/toss/v2/standard
              API   ${origin}/toss   alone: ${origins.toss}
              keys  clientKey ${toss.clientKey}, secretKey ${toss.secretKey}
  Control     GET   ${origin}/control/ledger, /control/origins, /control/faults, /control/quirks
              POST  ${origin}/control/faults, /control/quirks, /control/reset

  Test cards
${TEST_CARDS.map(({ number, label }) => `    ${number.replace(/(.{4})(?=.)/g, '$1-')}  ${label}`).join('\n')}
`)

function end(): void {
  void running.close().then(() => process.exit(0))
}
process.once('SIGTERM', end)
process.once('SIGINT', end)
