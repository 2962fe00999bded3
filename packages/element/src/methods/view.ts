// Draws the list from its state. No state of its own: what a button does is the controller's to decide.
import type { Locale, SavedPaymentMethod } from '@billing-register/contract'
import { html, render, type TemplateResult } from 'lit/html.js'
import type { MethodsController } from './controller.ts'
import type { Messages } from './i18n/messages.ts'
import type { MethodsState } from './state.ts'

/** What may stand in a template; Lit draws nothing for an empty text. */
type Content = TemplateResult | '' | null | undefined

const skeleton = html`<div part="skeleton"></div>`

/** The whole element; an empty shape while there are no texts. The live region is there before it speaks. */
export function view(list: MethodsController, m: Messages | undefined, locale: Locale): TemplateResult {
  const { state } = list
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !list.state.task) return
    event.stopPropagation()
    list.keep()
  }
  return html`<section part="base" lang=${locale} dir="ltr" tabindex="-1" @keydown=${escape}>
    <p part="message" role="status">${m && sentence(state, m)}</p>
    <slot name="login" ?hidden=${state.problem?.status !== 401}></slot>
    <div>${m ? content(list, m, locale) : skeleton}</div>
    <slot name="register" ?hidden=${state.phase !== 'listed' || list.isPutAway}></slot>
  </section>`
}

/** What happened, in one sentence; empty when there is nothing to say. */
function sentence({ phase, problem, done }: MethodsState, m: Messages): string | undefined {
  // A replacement that a problem has ended has registered a method all the same.
  if (done || !problem) return done && m.done[done]
  const { status, code, detail } = problem
  if (status === 401) return m.login
  if (code === 'network') return m.text.network
  // A refusal of what the customer wanted is worded by the server; the rest it words for registrations.
  return (phase === 'listed' && status === 409 && detail) || m.unavailable
}

function content(list: MethodsController, m: Messages, locale: Locale): Content[] {
  const { phase, problem, methods, looking } = list.state
  const listed = phase === 'listed'
  return [
    problem?.requestId && html`<small part="support">${m.support} <code>${problem.requestId}</code></small>`,
    phase === 'loading' ? skeleton : '',
    listed
      ? methods.length > 0
        ? html`<ul part="list" aria-label=${m.list}>
            ${methods.map((method) => row(list, method, m, locale))}
          </ul>`
        : html`<p part="empty">${m.empty}</p>`
      : '',
    phase === 'failed' || looking === false ? button('retry', m.action.failed, () => list.load()) : '',
    listed ? registering(list, m) : '',
  ]
}

/** Below the list: how another method is registered. */
function registering(list: MethodsController, m: Messages): Content {
  const { noted, tag, isPutAway, state } = list
  if (isPutAway) return button('add', m.add, () => list.expect({}))
  const old = state.methods.find(({ id }) => id === noted?.replacing)
  return (
    noted &&
    tag &&
    html`<div part="registering" tabindex="-1">
      ${old && html`<p>${m.instead} <b>${old.issuer} ${old.maskedNumber}</b></p>`}
      ${button('close', m.close, () => list.expect())}
    </div>`
  )
}

/** Draws a method where only that one is ever drawn: what is pressed in a row is about the method that was seen there. */
function row(list: MethodsController, method: SavedPaymentMethod, m: Messages, locale: Locale): HTMLElement {
  const { id, kind, issuer = m.kind[kind], maskedNumber, providerLabel, createdAt } = method
  const { task } = list.state
  const busy = !!task && task.kind !== 'confirm'
  const of = `, ${issuer} ${maskedNumber ?? ''}`
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(createdAt)
  const li = (list.rowOf[id] ??= Object.assign(document.createElement('li'), { id, part: 'method' }))
  const drawing = html`<div part="card">
      ${method.default ? html`<small part="badge">${m.standard}</small>` : ''}<b>${issuer}</b
      ><span>${maskedNumber}</span
      ><small part="detail">${providerLabel} · ${m.since.replace('{}', day)}</small>
    </div>
    ${
      method.state === 'removing'
        ? html`<p part="checking">${m.checking}</p>`
        : task?.id === id && task.kind !== 'default'
          ? html`<div part="question" role="group" aria-label=${m.question}>
              <p>${m.question}</p>
              ${button('yes', m.yes, () => list.send('remove', id), busy)}
              ${button('no', m.no, () => list.keep(), busy)}
            </div>`
          : html`<div part="actions">
              ${method.default ? '' : button('default', m.makeDefault, () => list.send('default', id), busy, of)}
              ${list.tag && list.noted?.replacing !== id ? button('replace', m.replace, () => list.replace(method), busy, of) : ''}
              ${button('remove', m.remove, () => list.ask(method), busy, of)}
            </div>`
    }`
  render(drawing, li)
  return li
}

// A button that is disabled would lose the focus: it is marked instead.
const button = (part: string, label: string, act: () => unknown, busy = false, of = ''): TemplateResult =>
  html`<button part=${part} aria-label=${label + of} aria-disabled=${busy} @click=${act}>${label}</button>`
