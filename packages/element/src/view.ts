// Draws the element from its state. No state of its own.
import type { ConsentView, OfferResponse } from '@billing-register/contract'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Messages } from './i18n/messages.ts'
import type { RegistrationController } from './registration/controller.ts'
import { mayStart, type ElementState } from './registration/state.ts'
import { problemText, wording } from './wording.ts'

/** What is drawn. */
export interface ViewModel {
  readonly registration: RegistrationController
  /** Absent while they are loading. */
  readonly messages: Messages | undefined
  readonly locale: string
  readonly disabled: boolean
  /** Watches the action for signs of intent. */
  readonly intent: (event: Event) => void
}

const skeleton = html`<div part="skeleton"></div>`

/** The whole element; an empty shape while there is nothing to say. */
export function view(model: ViewModel): TemplateResult {
  const { registration, messages: m, locale, disabled, intent } = model
  if (!m) return skeleton
  const { state, offer } = registration
  const { phase, problem } = state
  const { action, text, inert } = wording(state, m, offer)
  return html`<section part="base" class=${phase} lang=${locale} dir="ltr">
    ${offer ? summary(offer) : problem ? nothing : skeleton}
    ${phase === 'issued' ? card(state, m) : offer?.consent && consent(model, m, offer.consent)}
    <p part="message" role="status">${text || nothing}</p>
    ${problem?.status === 401 || problem?.code === 'not_found' ? html`<slot name="login"></slot>` : nothing}
    ${phase === 'issued' ? next(state, m, offer) : nothing}
    ${
      phase !== 'idle' && problem?.requestId
        ? html`<small part="support">${m.support} <code>${problem.requestId}</code></small>`
        : nothing
    }
    <button
      part="action"
      ?disabled=${disabled}
      aria-disabled=${inert}
      @click=${() => registration.start()}
      @focus=${intent}
      @pointerenter=${intent}
      @pointerleave=${intent}
    >
      ${action}
    </button>
    <footer>
      <span part="provider">${offer?.text.provider}</span>
      ${
        offer && phase === 'open'
          ? html`<button part="stop" @click=${() => registration.stop()}>${m.text.stop}</button>`
          : nothing
      }
    </footer>
  </section>`
}

const summary = ({ order, text }: OfferResponse): TemplateResult =>
  html`<div>
    <slot name="badge">${text.test && html`<small part="badge">${text.test}</small>`}</slot>
    <slot name="heading"><b part="name">${order.name}</b></slot>
    <slot name="summary"
      ><b part="price">${text.price}</b><span part="now">${text.now}</span
      ><small part="next">${text.next}</small></slot
    >
    <small part="account">${text.account}</small>
  </div>`

const consent = (
  { registration, disabled }: ViewModel,
  m: Messages,
  { label, facts, text }: ConsentView,
): TemplateResult =>
  html`<fieldset part="consent" ?disabled=${disabled || !mayStart(registration.state)}>
    <label
      ><input
        type="checkbox"
        .checked=${registration.consented}
        @change=${() => registration.consent(!registration.consented)}
      />${label}</label
    >
    <dl>
      ${facts.map(
        ({ name, value }) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <details>
      <summary>${m.text.terms}</summary>
      <div>${text}</div>
    </details>
  </fieldset>`

const card = ({ registration }: ElementState, m: Messages): TemplateResult => {
  const { kind, issuer, maskedNumber } = registration?.paymentMethod ?? {}
  // Only a card is drawn as one, and only where there is something to print on it.
  const drawn = kind === 'card' && (issuer ?? maskedNumber)
  return html`<div part="card" class=${drawn ? 'drawn' : 'plain'}>
    <b>${issuer ?? m.text.done}</b><b>${maskedNumber}</b>
  </div>`
}

/** What comes after the registration: a first payment that failed, or what the merchant says. */
const next = ({ problem }: ElementState, m: Messages, offer?: OfferResponse): TemplateResult =>
  html`<slot name="issued">${problem ? problemText(problem, m) : offer?.text.next}</slot>`
