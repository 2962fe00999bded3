// What every provider must keep, as cases that need no test framework: run each against a fresh bench.
import type { RawReturn } from '@billing-register/contract'
import type { Order } from '../providers/provider.ts'
import {
  CUSTOMER,
  made,
  keyOf,
  must,
  mustBeRedacted,
  open,
  ORDER,
  settle,
  walked,
  type ProviderBench,
  type ProviderCase,
  type Settled,
} from './provider-bench.ts'
import { ANSWER_CASES } from './provider-contract-answers.ts'

async function approved({ outcome }: Settled, bench: ProviderBench): Promise<void> {
  must(outcome.kind === 'issued', `came to ${outcome.kind}`)
  must(outcome.mismatches.length === 0, `found differences: ${outcome.mismatches.join(', ')}`)
  must(outcome.issued.key.reveal() !== '', 'has no key')
  must(bench.truth().keys === 1, `left ${bench.truth().keys} keys at the PG`)
}

/** What `mint` makes, also where a PG takes less of it. */
const MINTED = /^[A-Za-z0-9]{20,}$/

const JUNK: readonly RawReturn[] = [
  {},
  { code: '', transactionId: '', imp_uid: '', merchant_uid: '' },
  { transactionId: '../../admin?x=1', imp_uid: '../users/getToken', code: 'SUCCESS', imp_success: 'true' },
  { transactionId: 'x'.repeat(1024), imp_uid: 'x'.repeat(1024), error_msg: '<script>alert(1)</script>' },
  { __proto__: 'x', constructor: 'x', toString: 'x' },
  { authKey: '한글 \n', customerKey: '../', billingKey: '../x', billingIssueToken: '<b>' },
  { authKey: 'x'.repeat(1024), billingIssueToken: 'x'.repeat(1024), pgCode: '💥', transactionType: 'x' },
  { code: '\u0000\u202e', message: '\ud800', error_code: '💥' },
]

const registering: readonly ProviderCase[] = [
  {
    name: 'an approved window comes to one key, and nothing is paid',
    run: async (bench) => {
      const settled = await walked(bench, 'approve')
      await approved(settled, bench)
      must(settled.outcome.kind === 'issued' && settled.outcome.payment === undefined, 'tells of a payment')
      must(bench.truth().paid.length === 0, 'charged although it was not asked to')
    },
  },
  {
    name: 'an order that charges now is paid once and exactly, left to the key, or refused before the window opens',
    run: async (bench) => {
      const order: Order = { ...ORDER, charge: 'now' }
      const provider = await made(bench)
      if (provider.can.firstPayment === false) {
        must(provider.refuse(order, CUSTOMER) !== undefined, 'takes an order that it cannot charge')
        return
      }
      const settled = await walked(bench, 'approve', order)
      await approved(settled, bench)
      const { paid } = bench.truth()
      if (provider.can.firstPayment === 'after-issue') {
        const untold = settled.outcome.kind === 'issued' && settled.outcome.payment === undefined
        must(
          untold && paid.length === 0,
          'charges, or tells of a payment, although its key is charged afterwards',
        )
        return
      }
      must(paid.length === 1 && paid[0] === order.amount, `paid ${paid.join(' + ')} at the PG`)
      const told = settled.outcome.kind === 'issued' ? settled.outcome.payment : undefined
      must(
        told !== undefined && told.state !== 'declined' && told.amount === order.amount,
        'does not tell the payment',
      )
    },
  },
  {
    name: 'a declined card comes to a refusal with a code, and no key',
    run: async (bench) => {
      const { outcome } = await walked(bench, 'decline')
      must(outcome.kind === 'declined' && !outcome.cancelled, `came to ${outcome.kind}`)
      must(bench.truth().keys === 0, 'left a key at the PG')
    },
  },
  {
    name: 'a cancelled window is told apart from a declined card',
    ofWindow: true,
    run: async (bench) => {
      const { outcome, claim } = await walked(bench, 'cancel')
      must(claim.kind === 'cancelled', `the return reads as ${claim.kind}`)
      must(outcome.kind === 'declined' && outcome.cancelled === true, `came to ${outcome.kind}`)
      must(bench.truth().keys === 0, 'left a key at the PG')
    },
  },
  {
    name: 'issuing twice from one return makes no second key and takes nothing back',
    run: async (bench) => {
      const provider = await made(bench)
      const opened = open(provider)
      const claim = provider.parseReturn(await bench.walk(opened.prepared.launch, 'approve'))
      const first = keyOf((await settle(bench, provider, opened, claim)).outcome)
      const again = (await settle(bench, provider, opened, claim)).outcome
      must(first !== undefined && bench.truth().keys === 1, `left ${bench.truth().keys} keys at the PG`)
      const consistent = again.kind === 'issued' ? keyOf(again) === first : again.kind === 'uncertain'
      must(consistent, `the second time came to ${again.kind}`)
    },
  },
]

const trust: readonly ProviderCase[] = [
  {
    name: 'every registration has identifiers of its own',
    run: async (bench) => {
      const provider = await made(bench)
      const [a, b] = [open(provider).prepared, open(provider).prepared]
      must(a.providerRef !== b.providerRef, 'reuses its reference')
      const values = new Set(Object.values(a.memo).filter((value) => MINTED.test(String(value))))
      must(!Object.values(b.memo).some((value) => values.has(value)), 'reuses an identifier')
    },
  },
  {
    name: 'the window is told the reference of the registration',
    ofWindow: true,
    run: async (bench) => {
      const { launch, providerRef } = open(await made(bench)).prepared
      must(JSON.stringify(launch).includes(providerRef), 'does not tell the PG its reference')
    },
  },
  {
    name: 'a launch holds no credential',
    run: async (bench) => {
      const text = JSON.stringify(open(await made(bench)).prepared)
      must(
        !bench.secrets.some((secret) => text.includes(secret)),
        'the launch or the memo holds a credential',
      )
    },
  },
  {
    name: 'a return of junk is read without an exception and never issues',
    run: async (bench) => {
      const provider = await made(bench)
      const opened = open(provider)
      for (const raw of JUNK) {
        const claim = provider.parseReturn(raw)
        must(JSON.stringify(claim).length < 1200, 'keeps more than a return can hold')
        const { outcome } = await settle(bench, provider, opened, claim)
        must(outcome.kind !== 'issued', `issued from ${JSON.stringify(raw)}`)
      }
      must(bench.truth().keys === 0, 'left a key at the PG')
    },
  },
  {
    name: 'the return of another registration issues nothing for this one',
    // A typed card is kept for the registration that it came for: tested where it is opened.
    ofWindow: true,
    run: async (bench) => {
      const provider = await made(bench)
      const [victim, own] = [open(provider), open(provider)]
      const stolen = provider.parseReturn(await bench.walk(victim.prepared.launch, 'approve'))
      const { outcome } = await settle(bench, provider, own, stolen)
      // A PG that ties its token to nobody can only be found out by what it echoes.
      const told =
        outcome.kind === 'issued' && (outcome.mismatches.length > 0 || outcome.issued.binding === 'weak')
      must(
        outcome.kind !== 'issued' || told,
        'attached the card of another registration as if it were its own',
      )
    },
  },
  {
    name: 'whatever it returns prints without credential and without key',
    run: async (bench) => {
      const { printed, outcome } = await walked(bench, 'approve')
      const key = keyOf(outcome)
      must(key !== undefined, 'has no key')
      mustBeRedacted(bench, printed, key)
    },
  },
  {
    name: 'an order that cannot be is refused in words before the window opens',
    run: async (bench) => {
      const provider = await made(bench)
      for (const change of [{ amount: 0 }, { amount: -1 }, { amount: 0.5 }, { amount: Number.NaN }]) {
        const refused = provider.refuse({ ...ORDER, ...change }, CUSTOMER)
        must(refused !== undefined && refused.length > 10, `takes ${JSON.stringify(change)}`)
      }
    },
  },
  {
    name: 'two returns with the same token are one claim, whatever stands beside it',
    run: async (bench) => {
      const provider = await made(bench)
      const raw = await bench.walk(open(provider).prepared.launch, 'approve')
      const [plain, dressed] = [
        provider.parseReturn(raw),
        provider.parseReturn({ ...raw, message: 'x', a: 'b' }),
      ]
      must(plain.token === dressed.token, 'reads another token from the same return')
      // What is looked up proves itself; what is exchanged once must be known again.
      must(plain.token !== undefined || provider.can.lookup, 'has no token to know the return by')
    },
  },
]

/** The contract of every provider. */
export const PROVIDER_CONTRACT: readonly ProviderCase[] = [...registering, ...trust, ...ANSWER_CASES]

/** What of it holds for a provider whose card is typed into our own form, too. */
export const KEY_IN_CONTRACT: readonly ProviderCase[] = PROVIDER_CONTRACT.filter(({ ofWindow }) => !ofWindow)
