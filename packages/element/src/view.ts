// Draws the element from its state. No state of its own.
import type { ConsentView, OfferResponse, RegistrationView } from '@billing-register/contract'
import { html, nothing, type TemplateResult } from 'lit'
import type { Messages } from './i18n/messages.ts'
import type { RegistrationController } from './registration/controller.ts'
import { wording } from './wording.ts'

/** What is drawn. */
export interface ViewModel {
  readonly registration: RegistrationController
  readonly messages: Messages | undefined
  readonly locale: string
  readonly disabled: boolean
  /** Watches the action for signs of intent. */
  readonly intent: (event: Event) => void
}

/** The whole element; an empty shape while its texts are loading. */
export function view(model: ViewModel): TemplateResult {
  const { registration, messages: m, locale, disabled, intent } = model
  if (!m) return html`<div part="base"><div part="skeleton"></div></div>`
  const { state, offer } = registration
  const { phase } = state
  const { action, text, problem, inert = false } = wording(state, m, offer)
  const needsLogin =
    (phase === 'idle' && state.problem?.status === 401) ||
    (phase === 'failed' && state.problem.code === 'not_found')
  const saidByAction = phase === 'open' || phase === 'finishing'
  return html`<div part="base" class=${phase} lang=${locale}>
    ${offer ? summary(offer) : text ? nothing : html`<div part="skeleton"></div>`}
    ${phase === 'issued' ? card(state.registration, m) : offer?.consent ? consent(model, m, offer.consent) : nothing}
    <p part="message" role="status" class=${saidByAction ? 'hidden' : ''}>${text || nothing}</p>
    ${needsLogin ? html`<slot name="login"></slot>` : nothing}
    ${phase === 'issued' ? html`<slot name="issued">${offer?.text.next}</slot>` : nothing}
    ${
      problem?.requestId
        ? html`<p part="support">${m.support} <code>${problem.requestId}</code></p>`
        : nothing
    }
    <button
      part="action"
      type="button"
      ?disabled=${disabled}
      aria-disabled=${inert}
      @click=${() => registration.start()}
      @focus=${intent}
      @pointerenter=${intent}
      @pointerleave=${intent}
      @pointerup=${intent}
    >
      ${action === m.register ? html`<slot name="action">${action}</slot>` : action}
    </button>
    <footer part="footer">
      <span part="provider">${offer?.text.provider}</span>
      ${phase === 'open' ? html`<button type="button" part="stop" @click=${() => registration.stop()}>${m.stop}</button>` : nothing}
      ${phase === 'uncertain' && state.canRetry ? html`<button type="button" part="look" @click=${() => registration.check()}>${m.look}</button>` : nothing}
    </footer>
  </div>`
}

function summary({ order, text }: OfferResponse): TemplateResult {
  return html`<div>
    <slot name="badge">${text.test ? html`<span part="badge">${text.test}</span>` : nothing}</slot>
    <slot name="heading"><p part="name">${order.name}</p></slot>
    <slot name="summary">
      <p part="price">${text.price}</p>
      <p part="now">${text.now}</p>
      <p part="next">${text.next}</p>
    </slot>
    <p part="account">${text.account}</p>
  </div>`
}

function consent(model: ViewModel, m: Messages, { label, facts, text }: ConsentView): TemplateResult {
  const { registration } = model
  return html`<div part="consent">
    <label
      ><input
        type="checkbox"
        .checked=${registration.consented}
        ?disabled=${model.disabled || !registration.startable}
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
      <summary>${m.terms}</summary>
      <p>${text}</p>
    </details>
  </div>`
}

function card({ paymentMethod }: RegistrationView, m: Messages): TemplateResult {
  const { issuer, maskedNumber } = paymentMethod ?? {}
  return html`<div part="card"><span>${issuer ?? m.done}</span><span>${maskedNumber}</span></div>`
}
