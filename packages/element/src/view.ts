// Draws the element from its state. No state of its own.
import type { ConsentView, OfferResponse, Problem } from '@billing-register/contract'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Messages } from './i18n/messages.ts'
import type { RegistrationController } from './registration/controller.ts'
import { mayStart, type ElementState } from './registration/state.ts'
import { problemText, wording } from './wording.ts'

const skeleton = html`<div part="skeleton"></div>`

/**
 * The whole element; an empty shape while there is nothing to say.
 * @param intent watches the action for signs of intent
 */
export function view(
  registration: RegistrationController,
  m: Messages | undefined,
  locale: string,
  disabled: boolean,
  intent: (event: Event) => void,
): TemplateResult {
  if (!m) return skeleton
  const { state, offer } = registration
  const { phase, problem } = state
  const { action, text, inert } = wording(state, m, offer)
  return html`<section part="base" class=${phase} lang=${locale} dir="ltr">
    ${offer ? summary(offer) : problem ? nothing : skeleton}
    ${phase === 'issued' ? card(state, m) : offer?.consent && consent(registration, m, disabled, offer.consent)}
    <p part="message" role="status">${text}</p>
    ${problem?.status === 401 || problem?.code === 'not_found' ? html`<slot name="login"></slot>` : nothing}
    ${phase === 'issued' ? next(state, m, offer) : nothing}
    ${phase === 'idle' ? nothing : support(m, problem)}
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
          ? html`<button part="stop" @click=${() => registration.giveUp()}>${m.text.stop}</button>`
          : nothing
      }
    </footer>
  </section>`
}

const support = (m: Messages, problem?: Problem): TemplateResult | undefined =>
  problem?.requestId
    ? html`<small part="support">${m.support} <code>${problem.requestId}</code></small>`
    : undefined

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
  registration: RegistrationController,
  m: Messages,
  disabled: boolean,
  { label, facts, text }: ConsentView,
): TemplateResult =>
  html`<fieldset part="consent" ?disabled=${disabled || !mayStart(registration.state)}>
    <label
      ><input
        type="checkbox"
        .checked=${registration.consented}
        @change=${() => registration.agree(!registration.consented)}
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
