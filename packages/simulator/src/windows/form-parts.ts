// Pieces that the steps of a window share: labelled fields, the error under a field, choices.
import { html } from 'hono/html'
import { AGREEMENTS, type Draft } from './draft.ts'
import type { FieldErrors } from './checks.ts'
import type { Html } from './page.ts'

export interface FieldOptions {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly error: string | undefined
  readonly maxlength?: number
  readonly inputmode?: 'numeric' | 'tel' | 'text'
  readonly autocomplete?: string
  readonly hidesInput?: boolean
}

export function errorLine(name: string, message: string | undefined): Html | '' {
  return message ? html`<p class="error" id="${name}-error" role="alert">${message}</p>` : ''
}

/** The attributes that tie an input to the error line below it. */
export function invalid(name: string, message: string | undefined): Html | '' {
  return message ? html`aria-invalid="true" aria-describedby="${name}-error"` : ''
}

export function textField(field: FieldOptions): Html {
  const numeric = field.inputmode !== 'text'
  return html`<div class="field">
    <label for="${field.name}"><b>${field.label}</b></label>
    <input
      id="${field.name}"
      name="${field.name}"
      value="${field.value}"
      inputmode="${field.inputmode ?? 'numeric'}"
      autocomplete="${field.autocomplete ?? 'off'}"
      maxlength="${field.maxlength ?? 40}"
      ${numeric ? 'data-digits' : ''}
      ${invalid(field.name, field.error)}
    />
    ${errorLine(field.name, field.error)}
  </div>`
}

export function selectField(
  name: string,
  label: string,
  options: readonly string[],
  value: string,
  error?: string,
): Html {
  return html`<div class="field">
    <label for="${name}"><b>${label}</b></label>
    <select id="${name}" name="${name}" ${invalid(name, error)}>
      <option value="">골라 주세요</option>
      ${options.map((option) => html`<option ${option === value ? 'selected' : ''}>${option}</option>`)}
    </select>
    ${errorLine(name, error)}
  </div>`
}

export function agreementBox(draft: Draft, errors: FieldErrors): Html {
  return html`<fieldset>
    <legend>약관 동의</legend>
    <div class="agree">
      <label class="all"><input type="checkbox" id="agree-all" />모두 동의해요</label>
      ${AGREEMENTS.map(
        ([name, title]) =>
          html`<label>
            <input
              type="checkbox"
              name="${name}"
              data-agree
              ${draft[name] === 'on' ? 'checked' : invalid('agree', errors['agree'])}
            />${title}<small>필수</small>
          </label>`,
      )}
    </div>
    ${errorLine('agree', errors['agree'])}
  </fieldset>`
}
