// The card form itself: runs in a document of its own that no script of the page can look into.
import { brandOf } from '../src/card-form/card-number.ts'
import { cardProblems, type CardField, type FieldProblem } from '../src/card-form/card.ts'
import type { FormSettings } from '../src/card-form/envelope.ts'
import { cardOf, FIELDS, fitField, isComplete, type Kind } from './fields.ts'
import { connect, type ToPage } from './page-port.ts'
import { seal } from './seal.ts'

const BRANDS = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'Amex',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  diners: 'Diners',
  local: '',
} as const

/** The element of this id: the document is made by the same hands as this script. */
function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id)
  if (found instanceof type) return found
  throw new TypeError(id)
}

// oxlint-disable-next-line typescript/no-unsafe-assignment -- made by the same hands as this script
const settings: FormSettings = JSON.parse(element('settings', HTMLScriptElement).textContent ?? '')
const form = document.forms[0] ?? document.createElement('form')
const button = form.querySelector('button') ?? document.createElement('button')
const note = element('note', HTMLElement)
const brand = element('brand', HTMLElement)
const inputs: Readonly<Record<CardField, HTMLInputElement>> = {
  number: element('number', HTMLInputElement),
  expiry: element('expiry', HTMLInputElement),
  password: element('password', HTMLInputElement),
  identity: element('identity', HTMLInputElement),
}
const loadedAt = performance.now()
/** The server's clock: the browser's own may be wrong, and a card must not look expired for that. */
const now = (): number => settings.now + performance.now() - loadedAt
let page: ((message: ToPage) => void) | undefined

const kind = (): Kind =>
  new FormData(form).get('kind') === 'businessNumber' ? 'businessNumber' : 'birthDate'

const problems = (): Partial<Record<CardField, FieldProblem>> => {
  const wrong = { ...cardProblems(cardOf(inputs), now()) }
  // Ten digits are a business number, six a birth date, and only one of them was asked for.
  const whole = kind() === 'birthDate' ? 6 : 10
  const typed = cardOf(inputs).identity.length
  if (typed > 0 && typed !== whole) wrong.identity = typed < whole ? 'short' : 'wrong'
  return wrong
}

function say(field: CardField, problem: FieldProblem | undefined): void {
  const input = inputs[field]
  const name = field === 'identity' ? kind() : field
  const text = problem ? (settings.texts[`${name}.${problem}`] ?? '') : ''
  element(`${field}-error`, HTMLElement).textContent = text
  if (text) input.setAttribute('aria-invalid', 'true')
  else input.removeAttribute('aria-invalid')
}

const isWrong = (field: CardField): boolean => inputs[field].hasAttribute('aria-invalid')

function tell(): void {
  const type = brandOf(cardOf(inputs).number)
  const name = type ? BRANDS[type] : ''
  if (brand.textContent !== name) brand.textContent = name
  page?.({ valid: Object.keys(problems()).length === 0, brand: type ?? '' })
}

function typed(field: CardField, event: Event): void {
  fitField(field, inputs[field], kind())
  if (isWrong(field)) say(field, problems()[field])
  tell()
  // Only while typing at the end: whoever corrects something in the middle stays there.
  const typing = event instanceof InputEvent && event.inputType === 'insertText'
  const next = FIELDS[FIELDS.indexOf(field) + 1]
  if (typing && next && !problems()[field] && isComplete(field, inputs[field])) inputs[next].focus()
}

function chooseKind(): void {
  const label = form.querySelector('label[for=identity]')
  if (label) label.textContent = settings.texts[kind()] ?? ''
  fitField('identity', inputs.identity, kind())
  say('identity', isWrong('identity') ? problems().identity : undefined)
  tell()
}

function shut(text: string): void {
  form.reset()
  for (const input of Object.values(inputs)) input.disabled = true
  button.disabled = true
  note.textContent = text
}

async function submit(): Promise<void> {
  if (button.disabled) return
  const wrong = problems()
  for (const field of FIELDS) say(field, wrong[field])
  const first = FIELDS.find((field) => wrong[field])
  if (first) return inputs[first].focus()
  button.disabled = true
  const jwe = await seal(settings, cardOf(inputs))
  shut(settings.texts['sending'] ?? '')
  page?.({ jwe })
}

function start(): void {
  for (const field of FIELDS) {
    const input = inputs[field]
    input.addEventListener('input', (event) => typed(field, event))
    input.addEventListener('change', () => say(field, input.value ? problems()[field] : undefined))
  }
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === 'radio') chooseKind()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  // Nothing stays in a page that is kept for the way back.
  addEventListener('pagehide', () => form.reset())
  setTimeout(() => {
    shut(settings.texts['expired'] ?? '')
    page?.({ valid: false, brand: '' })
  }, settings.expiresInMs)
  connect((send) => {
    page = send
    tell()
  })
}

// Without an origin of its own this document could be read by the page, and alone it has nobody to answer to.
if (origin === 'null' && parent !== window) start()
else document.body.replaceChildren()
