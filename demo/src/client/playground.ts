// The playground's knobs: they rebuild the tag, style it, and turn the simulator's control API.
const CONTROL = '/__simulator/control'
const EVENTS = ['billing-start', 'billing-phase', 'billing-issued', 'billing-cancel', 'billing-error']
const QUIRKS: Record<string, readonly (string | number | boolean)[]> = {
  returnMethod: ['GET', 'POST'],
  orderIdInReturn: [true, false],
  codeInReturn: [true, false],
  cardInfo: [true, false],
  authOnlyInAnswer: [true, false],
  amountInAnswer: ['requested', '100', 'absent'],
  transactionIdInAnswer: ['same', 'other'],
  failureStatus: [200, 400],
  resultPath: ['auto', 'callback', 'redirect'],
  impUidInRedirect: [true, false],
  successFlag: ['absent', 'success', 'imp_success'],
  customerUidInPayment: [true, false],
  propagationMs: [0, 3000, 60000],
  v2CancelCode: ['FAILURE_TYPE_PG', 'USER_CANCEL', 'Cancelled'],
  v2BillingKeyOnFailure: [true, false],
  v2PromiseOnRedirect: ['pending', 'undefined'],
  v2IssueIdInKey: [true, false],
  v2CardInKey: [true, false],
  iframeCancel: ['reject', 'failUrl'],
  declineAt: ['window', 'issue'],
  returnUrlJoin: ['merged', 'appended'],
  keyAlphabet: ['plain', 'base64'],
  cardShape: ['codes', 'company'],
  deadAuthKey: ['INVALID_BILLING_AUTH', 'NOT_FOUND_BILLING', 'INVALID_REQUEST'],
}

type Tag = HTMLElement & { start?: () => unknown; reset?: () => unknown; state?: { phase?: string } }

function part<T extends Element>(id: string, kind: new () => T): T {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`#${id} is missing`)
  return found
}

const stage = part('pg-stage', HTMLElement)
const knobs = part('pg-knobs', HTMLFormElement)
const code = part('pg-code', HTMLElement)
const log = part('pg-log', HTMLElement)
const said = part('pg-sim-said', HTMLElement)
const KEEP = 'playground'

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

let tag: Tag = document.createElement('billing-register')
function values(): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of new FormData(knobs)) if (typeof value === 'string') result[name] = value
  return result
}

function attributes(chosen: Record<string, string>): Map<string, string> {
  const result = new Map([['endpoint', '/billing']])
  for (const name of ['plan', 'provider', 'mode', 'lang', 'preset', 'return-to', 'name']) {
    const value = chosen[name]
    if (value) result.set(name, value)
  }
  for (const name of ['disabled', 'required']) if (chosen[name]) result.set(name, '')
  return result
}

function paint(chosen: Record<string, string>): void {
  const width = `${chosen['width']}px`
  stage.style.setProperty('max-width', width)
  part('pg-width-now', HTMLElement).textContent = width
  part('pg-radius-now', HTMLElement).textContent = `${chosen['radius']}px`
  stage.style.setProperty('color-scheme', chosen['scheme'] || '')
  stage.classList.toggle('is-light', chosen['scheme'] === 'light')
  stage.classList.toggle('is-dark', chosen['scheme'] === 'dark')
  for (const name of ['accent', 'radius']) {
    const value = name === 'radius' ? `${chosen[name]}px` : (chosen[name] ?? '')
    if (touched.has(name)) tag.style.setProperty(`--billing-${name}`, value)
  }
}

function write(text: string): void {
  const line = document.createElement('li')
  line.textContent = `${new Date().toLocaleTimeString('en-GB')} ${text}`
  log.prepend(line)
}

function watch(element: Tag): void {
  for (const name of EVENTS) {
    element.addEventListener(name, (event) => {
      const detail = 'detail' in event ? ` ${JSON.stringify(event.detail)}` : ''
      write(`${name}${detail} → ${element.state?.phase ?? ''}`)
    })
  }
}

function fillSlots(element: Tag): void {
  const login = document.createElement('a')
  login.slot = 'login'
  login.className = 'button'
  login.href = stage.dataset['login'] ?? '/login'
  login.textContent = '로그인하기'
  element.append(login)
}

function build(): void {
  const chosen = values()
  const wanted = attributes(chosen)
  tag = document.createElement('billing-register')
  for (const [name, value] of wanted) tag.setAttribute(name, value)
  tag.setAttribute('nonce', stage.dataset['nonce'] ?? '')
  fillSlots(tag)
  watch(tag)
  paint(chosen)
  stage.replaceChildren(tag)
  const text = [...wanted].map(([name, value]) => (value === '' ? name : `${name}="${value}"`)).join('\n  ')
  code.textContent = `<billing-register\n  ${text}\n></billing-register>`
}

const touched = new Set<string>()
const LOOKS = ['width', 'accent', 'radius', 'scheme']

knobs.addEventListener('submit', (event) => event.preventDefault())
knobs.addEventListener('input', (event) => {
  const { target } = event
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return
  const { name } = target
  if (name.startsWith('fault-')) return
  if (name.startsWith('quirk-')) return void setQuirk(name.slice(6), target.value)
  touched.add(name)
  // Kept for this tab: the window may take the whole page and come back to it.
  const kept = Object.entries(values()).filter(([kept]) => touched.has(kept))
  sessionStorage.setItem(KEEP, JSON.stringify(Object.fromEntries(kept)))
  if (LOOKS.includes(name)) paint(values())
  else build()
})

async function control(path: string, body: unknown): Promise<void> {
  try {
    const answer = await fetch(`${CONTROL}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    said.textContent = answer.ok ? '바꿨어요.' : `시뮬레이터가 받지 않았어요: ${await answer.text()}`
  } catch {
    said.textContent = '시뮬레이터에 닿지 않아요.'
  }
}

async function setQuirk(name: string, text: string): Promise<void> {
  const value = QUIRKS[name]?.find((choice) => String(choice) === text)
  if (value !== undefined) await control('/quirks', { [name]: value })
}

function quirkControl(
  name: string,
  choices: readonly (string | number | boolean)[],
  now: unknown,
): HTMLElement {
  const row = document.createElement('p')
  row.className = 'control'
  const label = document.createElement('label')
  label.htmlFor = `quirk-${name}`
  label.append(Object.assign(document.createElement('code'), { textContent: name }))
  const select = Object.assign(document.createElement('select'), {
    id: `quirk-${name}`,
    name: `quirk-${name}`,
  })
  select.append(...choices.map((choice) => new Option(String(choice), String(choice), false, choice === now)))
  row.append(label, select)
  return row
}

async function drawQuirks(): Promise<void> {
  const answer = await fetch(`${CONTROL}/quirks`)
  if (!answer.ok) return
  const quirks = record(record(await answer.json())['quirks'])
  const rows = Object.entries(QUIRKS).map(([name, choices]) => quirkControl(name, choices, quirks[name]))
  part('pg-quirks', HTMLFieldSetElement).append(...rows)
}

part('pg-fault', HTMLButtonElement).addEventListener('click', () => {
  const chosen = values()
  const times = chosen['fault-times']
  void control('/faults', {
    provider: chosen['fault-provider'],
    operation: chosen['fault-operation'],
    fault: chosen['fault-kind'],
    ...(times ? { times: Number(times) } : {}),
  })
})
part('pg-sim-reset', HTMLButtonElement).addEventListener('click', () => void control('/reset', {}))
part('pg-start', HTMLButtonElement).addEventListener('click', () => void tag.start?.())
part('pg-reset', HTMLButtonElement).addEventListener('click', () => void tag.reset?.())
part('pg-remount', HTMLButtonElement).addEventListener('click', () => {
  tag.remove()
  stage.append(tag)
})
part('pg-form', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault())

function restore(): void {
  for (const [name, value] of Object.entries(record(JSON.parse(sessionStorage.getItem(KEEP) ?? '{}')))) {
    if (typeof value !== 'string') continue
    touched.add(name)
    const field = knobs.elements.namedItem(name)
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value === 'on'
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value
  }
}

restore()
build()
void drawQuirks()
