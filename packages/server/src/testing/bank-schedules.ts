// The bank of the payment tests, when it also charges by itself: what is ordered for later, taken back, and run at its time.
import type {
  ChargeAsked,
  ChargeOutcome,
  PgOperation,
  RevokeOutcome,
  ScheduleAsked,
  ScheduleOutcome,
} from '../payments/operations.ts'
import type { ServerProvider } from '../providers/provider.ts'
import { ask, bankProvider, lastSaid, type Bank } from './pay-shop.ts'

/** A charge that is to come, in the bank's books. */
interface BankSchedule {
  readonly name: string
  readonly amount: number
  readonly at: number
  readonly key: string
  state: 'scheduled' | 'executed' | 'revoked'
}

/** A bank with a diary. */
export interface SchedulingBank {
  readonly provider: ServerProvider
  /** By our order id there. */
  readonly diary: Map<string, BankSchedule>
  /** Its clock: what is due is charged at the next call, as if it had been charged in time. */
  readonly clock: { now: number }
}

const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' } as const

/** The bank behind a provider that can schedule. `turn`: a place to switch, or to die, while an answer is on its way. */
export function schedulingBank(
  bank: Bank,
  clock: { now: number },
  diary: SchedulingBank['diary'] = new Map(),
  turn?: () => Promise<void>,
): SchedulingBank {
  const due = (): void => {
    for (const [id, one] of diary) {
      if (one.state !== 'scheduled' || one.at > clock.now) continue
      one.state = 'executed'
      const paid = !bank.revoked.has(one.key) && bank.mood !== 'decline'
      bank.orders.set(id, { name: one.name, amount: one.amount, paid, cancelled: 0 })
    }
  }
  const base = bankProvider(bank, {}, turn)
  const provider: ServerProvider = {
    ...base,
    can: { ...base.can, schedule: true },
    async operations() {
      const operations = (await base.operations?.()) ?? {}
      const { revoke } = operations
      return {
        ...operations,
        look: looking(bank, due),
        schedule: scheduling(bank, diary, due),
        unschedule: takingBack(bank, diary, due),
        ...(revoke && {
          revoke: {
            ...revoke,
            // What is still to come goes before the key does.
            call: (asked, context) => {
              for (const one of diary.values())
                if (one.key === asked.key.reveal() && one.state === 'scheduled') one.state = 'revoked'
              return revoke.call(asked, context)
            },
          },
        }),
      }
    },
  }
  return { provider, diary, clock }
}

type Diary = SchedulingBank['diary']

function scheduling(bank: Bank, diary: Diary, due: () => void): PgOperation<ScheduleAsked, ScheduleOutcome> {
  const look = ({ pgOrderId }: ScheduleAsked): string => {
    const one = diary.get(pgOrderId)
    if (!one) return 'absent'
    return one.state === 'revoked' ? 'revoked' : `scheduled ${one.amount}`
  }
  const note = (asked: ScheduleAsked): string => {
    const { pgOrderId, orderName: name, amount, at, key } = asked
    if (bank.revoked.has(key.reveal()) || bank.mood === 'decline') return 'declined'
    if (diary.has(pgOrderId)) throw new Error('the same order was scheduled twice')
    const noted = bank.mood === 'mismatch' ? amount + 1 : amount
    diary.set(pgOrderId, { name, amount: noted, at, key: key.reveal(), state: 'scheduled' })
    return look(asked)
  }
  return {
    call: (asked, context) => {
      due()
      return ask(bank, 'schedule', () => (context.earlier.length > 0 ? look(asked) : note(asked)), context)
    },
    judge({ amount }, exchanges) {
      const [what, noted] = lastSaid(exchanges)?.split(' ') ?? []
      if (what === 'declined' || what === 'revoked') return { kind: 'declined', code: 'provider_refused' }
      if (what === 'absent') return { ...UNKNOWN, absent: true }
      if (what !== 'scheduled') return UNKNOWN
      return { kind: 'scheduled', mismatches: Number(noted) === amount ? [] : ['amount'] }
    },
  }
}

function takingBack(bank: Bank, diary: Diary, due: () => void): PgOperation<ScheduleAsked, RevokeOutcome> {
  return {
    call: ({ pgOrderId }, context) => {
      due()
      const back = (): string => {
        const one = diary.get(pgOrderId)
        if (one?.state === 'scheduled') one.state = 'revoked'
        return one?.state ?? 'absent'
      }
      return ask(bank, 'unschedule', back, context, false)
    },
    judge(_asked, exchanges) {
      const what = lastSaid(exchanges)
      if (what === 'revoked') return { kind: 'revoked' }
      return what === 'executed' ? { kind: 'refused', code: 'cancel_refused' } : UNKNOWN
    },
  }
}

function looking(bank: Bank, due: () => void): PgOperation<ChargeAsked, ChargeOutcome> {
  return {
    call: ({ pgOrderId }, context) => {
      due()
      const look = (): string => {
        const order = bank.orders.get(pgOrderId)
        if (!order) return 'absent'
        return order.paid ? `paid ${order.amount}` : 'declined'
      }
      return ask(bank, 'charge', look, context, true)
    },
    judge({ amount }, exchanges) {
      const [what, charged] = lastSaid(exchanges)?.split(' ') ?? []
      if (what === 'declined') return { kind: 'declined', code: 'card_limit' }
      if (what === 'absent') return { ...UNKNOWN, absent: true }
      if (what !== 'paid') return UNKNOWN
      return { kind: 'paid', mismatches: Number(charged) === amount ? [] : ['amount'] }
    },
  }
}
