// The truth drawer: asks the shop every second, while it is open and seen, what the PG and our ledger hold.
import type { PgSide, TruthRow } from '../truth/compare.ts'

interface Truth {
  realPgs: string[]
  rows: TruthRow[]
  payments: { provider: string; orderId: string; amount: number; state: string }[]
  calls: { provider: string; operation: string; at: number; status: number }[]
}

const EVERY_MS = 1_000
/** How many registrations are shown, newest first. */
const ROWS = 20
const OPEN_KEY = 'truth-open'

const VERDICTS: Record<TruthRow['verdict'], string> = {
  open: '진행 중',
  same: '같아요',
  pending: '확인 중',
  held: '묶어 둠',
  'pg-only': 'PG에만 있어요',
  'ledger-only': '원장에만 있어요',
}

function part<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`#${id} is missing`)
  return found
}

const opener = part('truth-open', HTMLButtonElement)
const drawer = part('truth', HTMLElement)
const closer = part('truth-close', HTMLButtonElement)
const verdict = part('truth-verdict', HTMLElement)
const rows = part('truth-rows', HTMLElement)
const note = part('truth-note', HTMLElement)

function make(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.append(...children)
  return element
}

/** A list of names and values; a missing value leaves its line out. */
function facts(pairs: readonly (readonly [string, string | undefined])[]): HTMLElement {
  const lines = pairs.flatMap(([name, value]) =>
    value === undefined ? [] : [make('div', '', make('dt', '', name), make('dd', '', value))],
  )
  return make('dl', '', ...lines)
}

const time = (at: number): string => new Date(at).toLocaleTimeString('en-GB')
const won = (amount: number): string => `${amount.toLocaleString('ko-KR')}원`

function pgSide(keys: readonly PgSide[]): HTMLElement {
  const side = make('div', 'side', make('h4', '', 'PG'))
  if (keys.length === 0) side.append(make('p', 'none', '빌링키가 없어요'))
  for (const key of keys) {
    side.append(
      facts([
        ['빌링키', key.revoked ? `${key.key} (해지됨)` : key.key],
        ['고객', key.customer],
        ['주문', key.reference],
      ]),
    )
  }
  return side
}

function ledgerSide({ ledger }: TruthRow): HTMLElement {
  const side = make('div', 'side', make('h4', '', '우리 원장'))
  if (!ledger) return make('div', 'side', make('h4', '', '우리 원장'), make('p', 'none', '적힌 것이 없어요'))
  const { method, payment } = ledger
  side.append(
    facts(
      [
        ['상태', ledger.reason ? `${ledger.state} (${ledger.reason})` : ledger.state],
        ['빌링키', method?.key],
        ['카드', method && [method.issuer, method.number].filter(Boolean).join(' ')],
        ['다른 점', method?.mismatches.length ? method.mismatches.join(', ') : undefined],
        ['결제', payment && `${won(payment.amount)} ${payment.state}`],
        ['고객', ledger.customer],
        ['주문', ledger.reference],
      ].filter((pair): pair is [string, string] => Boolean(pair[1])),
    ),
  )
  return side
}

function rowItem(row: TruthRow): HTMLElement {
  const head = make(
    'header',
    '',
    make('h3', '', row.provider),
    make('time', '', time(row.at)),
    make('span', `chip chip-${row.verdict}`, VERDICTS[row.verdict]),
  )
  return make('li', '', head, make('div', 'sides', pgSide(row.pg), ledgerSide(row)))
}

function fillList(id: string, lines: readonly string[]): void {
  part(id, HTMLElement).replaceChildren(...lines.map((line) => make('li', '', line)))
  part(`${id}-box`, HTMLElement).hidden = lines.length === 0
}

function summary(all: readonly TruthRow[]): string {
  if (all.length === 0) return '아직 등록이 없어요.'
  if (all.every((row) => row.verdict === 'open')) return '등록이 진행되고 있어요.'
  const off = all.filter((row) => row.verdict === 'pg-only' || row.verdict === 'ledger-only').length
  return off > 0 ? `${off}건이 서로 달라요.` : 'PG와 원장이 같아요.'
}

function show(truth: Truth): void {
  // Written only when it changes: a screen reader hears news, not every second.
  const said = summary(truth.rows)
  if (verdict.textContent !== said) verdict.textContent = said
  rows.replaceChildren(...truth.rows.slice(0, ROWS).map(rowItem))
  fillList(
    'truth-payments',
    truth.payments.map((one) => `${one.provider} ${one.orderId} ${won(one.amount)} ${one.state}`),
  )
  fillList(
    'truth-calls',
    truth.calls.map((one) => `${time(one.at)} ${one.provider} ${one.operation} ${one.status || '끊김'}`),
  )
  const real =
    truth.realPgs.length > 0 ? `${truth.realPgs.join(', ')}의 실제 원장은 여기서 볼 수 없어요. ` : ''
  note.textContent = `${real}모든 값은 마지막 네 글자만 보여요.`
}

const isTruth = (value: unknown): value is Truth =>
  typeof value === 'object' && value !== null && 'rows' in value

function showText(text: string): void {
  const truth: unknown = JSON.parse(text)
  if (isTruth(truth)) show(truth)
}

let last = ''

async function look(): Promise<void> {
  if (drawer.hidden || document.hidden) return
  try {
    const answer = await fetch('/__demo/truth')
    const text = await answer.text()
    if (answer.ok && text !== last) showText(text)
    last = text
  } catch {
    verdict.textContent = '서버에 닿지 않아요.'
    last = ''
  }
}

function setOpen(open: boolean): void {
  drawer.hidden = !open
  opener.setAttribute('aria-expanded', String(open))
  sessionStorage.setItem(OPEN_KEY, open ? '1' : '')
  if (open) void look()
}

opener.addEventListener('click', () => {
  setOpen(drawer.hidden !== false)
  if (!drawer.hidden) closer.focus()
})
closer.addEventListener('click', () => {
  setOpen(false)
  opener.focus()
})
drawer.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closer.click()
})
setOpen(sessionStorage.getItem(OPEN_KEY) === '1')
setInterval(() => void look(), EVERY_MS)
