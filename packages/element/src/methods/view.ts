// Draws the list from its state. No state of its own: a click is known by the `part` of its button and the id of its item.
import type { Locale, SavedPaymentMethod } from '@billing-register/contract'
import type { Messages } from './i18n/messages.ts'
import type { MethodsState } from './state.ts'

/** What is drawn. */
export interface ViewModel {
  readonly state: MethodsState
  readonly messages: Messages
  readonly locale: Locale
  /** What a tag that registers, in the element's slot, brings. */
  readonly more: More | undefined
}

/** What is drawn where methods may be added and replaced. */
export interface More {
  /** Label: replace this method. */
  readonly label: string | undefined
  /** Whether the tag that registers is put away. */
  readonly hidden: boolean
  /** Below the list. */
  readonly content: (make: typeof h) => Content
}

type Attributes = Readonly<Record<string, string | false | undefined>>
/** What may stand in an element; nothing does for what is empty. */
export type Content = Node | string | false | undefined

/** Makes an element. What is empty is left out. Lit would weigh as much as all the rest of this script. */
export function h(tag: string, attributes: Attributes, ...content: readonly Content[]): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value)
  for (const one of content) if (one) element.append(one)
  return element
}

/** What happened, in one sentence; empty when there is nothing to say. */
export function sentence({ phase, problem, done }: MethodsState, m: Messages): string {
  if (!problem) return (done && m.actions?.done[done]) ?? ''
  const { status, code, detail } = problem
  if (status === 401) return m.login
  if (code === 'network') return m.offline
  // A refusal of what the customer wanted is worded by the server; the rest it words for registrations.
  return (phase === 'listed' && status === 409 && detail) || m.unavailable
}

/** All but the sentence and the slots. */
export function view(model: ViewModel): Content[] {
  const { state, messages: m, more } = model
  const { phase, problem, methods, looking } = state
  return [
    problem?.requestId && h('small', { part: 'support' }, `${m.support} `, h('code', {}, problem.requestId)),
    phase === 'loading' && h('div', { part: 'skeleton' }),
    phase === 'listed' && !methods.length && h('p', { part: 'empty' }, m.empty),
    !!methods.length &&
      h('ul', { part: 'list', 'aria-label': m.list }, ...methods.map((method) => item(model, method))),
    (phase === 'failed' || looking === false) && button('retry', m.retry),
    phase === 'listed' && more?.content(h),
  ]
}

function item(model: ViewModel, method: SavedPaymentMethod): HTMLElement {
  const { state, messages: m, locale, more } = model
  const { id, kind, issuer = m.kind[kind], maskedNumber, providerLabel, createdAt } = method
  const { task } = state
  const { question, yes, no } = m.actions ?? {}
  const busy = task && task.kind !== 'confirm' && 'true'
  const act = (part: string, label?: string): Content =>
    label &&
    button(part, label, { 'aria-label': `${label}, ${issuer} ${maskedNumber ?? ''}`, 'aria-disabled': busy })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(createdAt)
  return h(
    'li',
    { 'data-id': id, part: 'method' },
    h(
      'div',
      { part: 'card' },
      method.default && h('small', { part: 'badge' }, m.standard),
      h('b', {}, issuer),
      maskedNumber && h('span', {}, maskedNumber),
      h('small', { part: 'detail' }, `${providerLabel} · ${m.since.replace('{}', day)}`),
    ),
    method.state === 'removing'
      ? h('p', { part: 'checking' }, m.actions?.checking)
      : task?.id === id && task.kind !== 'default'
        ? h(
            'div',
            { part: 'question', role: 'group', 'aria-label': question },
            h('p', {}, question),
            button('yes', yes, { 'aria-disabled': busy }),
            button('no', no, { 'aria-disabled': busy }),
          )
        : h(
            'div',
            { part: 'actions' },
            !method.default && act('default', m.makeDefault),
            act('replace', more?.label),
            act('remove', m.remove),
          ),
  )
}

// A button that is disabled would lose the focus: it is marked instead.
const button = (part: string, label?: string, attributes: Attributes = {}): HTMLElement =>
  h('button', { part, type: 'button', ...attributes }, label)
