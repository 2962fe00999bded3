// `npm run recurring`: five months of a subscription in half a minute, on a Postgres of its own.
import { startPostgres } from '../../../packages/ledger-sql/src/testing/postgres.ts'
import { ensurePostgres } from '../../../scripts/ensure-postgres.ts'
import { openCoffeeShop, type Told } from './coffee-shop.ts'
import { dueAt, koreanDate } from './due-day.ts'
import { startRenewals } from './renewals.ts'

const START = '2027-01-31'
const MONTHS = 5
const DAY_MS = 100

const WORDS = { paid: '결제됨', declined: '거절됨', uncertain: '확인 중', impossible: '카드 없음' } as const

function line({ at, renewal, charged, next }: Told): string {
  const then = next.kind === 'renew' ? `다음: ${koreanDate(next.at)}` : '구독을 멈춤'
  return `${koreanDate(at)}  ${renewal.period + 1}회차 ${renewal.attempt}번째 시도  ${WORDS[charged]}  ${then}`
}

await ensurePostgres((text) => process.stdout.write(text))
const postgres = await startPostgres()
const database = await postgres.createDatabase()
const shop = openCoffeeShop({
  database,
  subscription: { customerId: 'alice', start: START, orderName: '보름 커피 한 봉지', amount: 9900 },
  months: MONTHS,
  dayMs: DAY_MS,
  async told(news) {
    console.log(line(news))
    const { period, attempt } = news.renewal
    if (period === 0) {
      console.log('            고객이 카드를 바꿨는데, 이 카드는 한도가 모자라요')
      await shop.register('refused-later')
    }
    if (period === 1 && attempt === 2) {
      console.log('            고객이 다른 카드로 다시 바꿨어요')
      await shop.register('good')
    }
  },
})
await shop.register('good')
const renewals = await startRenewals(database, shop)
await renewals.begin('sub1', dueAt(START, 0))
await shop.ended
await renewals.stop()
await shop.close()
await postgres.stop()
