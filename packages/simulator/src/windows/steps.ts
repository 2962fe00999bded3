// The three screens a customer walks through: card (or phone) details, who you are, the code from the text message.
import { html } from 'hono/html'
import { BANKS, CARRIERS, type FieldErrors } from './checks.ts'
import { CARD_GROUPS, type Draft } from './draft.ts'
import { agreementBox, errorLine, invalid, selectField, textField } from './form-parts.ts'
import type { Html } from './page.ts'
import type { WindowSession, WindowStep } from './session.ts'

function cardNumberField(draft: Draft, errors: FieldErrors): Html {
  return html`<fieldset>
    <legend>카드번호</legend>
    <div class="row groups">
      ${CARD_GROUPS.map(
        (name, index) =>
          html`<input
            name="${name}"
            value="${draft[name] ?? ''}"
            inputmode="numeric"
            autocomplete="${index === 0 ? 'cc-number' : 'off'}"
            maxlength="${index === 0 ? 19 : 4}"
            aria-label="카드번호 ${index + 1}번째 네 자리"
            ${invalid('card', errors['card'])}
          />`,
      )}
    </div>
    ${errorLine('card', errors['card'])}
  </fieldset>`
}

function expiryField(draft: Draft, errors: FieldErrors): Html {
  const part = (name: string, label: string, complete: string): Html =>
    html`<input
      name="${name}"
      value="${draft[name] ?? ''}"
      inputmode="numeric"
      autocomplete="${complete}"
      maxlength="2"
      aria-label="${label}"
      data-digits
      ${invalid('expiry', errors['expiry'])}
    />`
  return html`<fieldset>
    <legend>유효기간 (월 / 연)</legend>
    <div class="row">
      ${part('month', '유효기간 월', 'cc-exp-month')}<span>/</span>${part('year', '유효기간 연도', 'cc-exp-year')}
    </div>
    ${errorLine('expiry', errors['expiry'])}
  </fieldset>`
}

function ownerField(draft: Draft, errors: FieldErrors): Html {
  const choice = (value: string, label: string): Html =>
    html`<label class="choice">
      <input
        type="radio"
        name="owner"
        value="${value}"
        ${draft['owner'] === value ? 'checked' : ''}
      />${label}
    </label>`
  const entry = (name: string, label: string, length: number): Html =>
    html`<label class="hint" for="${name}">${label}</label>
      <input
        id="${name}"
        name="${name}"
        value="${draft[name] ?? ''}"
        inputmode="numeric"
        autocomplete="off"
        maxlength="${length}"
        data-digits
        ${invalid('owner', errors['owner'])}
      />`
  return html`<fieldset>
    <legend>카드 주인</legend>
    <div>${choice('personal', '개인')}${choice('business', '법인')}</div>
    <div class="field personal">${entry('birth', '생년월일 6자리', 6)}</div>
    <div class="field business">${entry('business', '사업자등록번호 10자리', 10)}</div>
    ${errorLine('owner', errors['owner'])}
  </fieldset>`
}

function cardDetails(draft: Draft, errors: FieldErrors): Html {
  return html`${cardNumberField(draft, errors)}
    <div class="pair">
      ${expiryField(draft, errors)}
      ${textField({
        name: 'pin',
        label: '비밀번호 앞 2자리',
        value: draft['pin'] ?? '',
        error: errors['pin'],
        maxlength: 2,
      })}
    </div>
    ${ownerField(draft, errors)} ${agreementBox(draft, errors)}
    <button class="primary" name="do" value="details">다음</button>`
}

function phoneField(draft: Draft, errors: FieldErrors): Html {
  return textField({
    name: 'phone',
    label: '휴대폰 번호',
    value: draft['phone'] ?? '',
    error: errors['phone'],
    inputmode: 'tel',
    autocomplete: 'tel-national',
    maxlength: 13,
  })
}

function phoneDetails(draft: Draft, errors: FieldErrors): Html {
  return html`${selectField('carrier', '통신사', CARRIERS, draft['carrier'] ?? '', errors['carrier'])}
    ${phoneField(draft, errors)}
    ${textField({
      name: 'birth',
      label: '생년월일 6자리',
      value: draft['birth'] ?? '',
      error: errors['owner'],
      maxlength: 6,
    })}
    ${agreementBox(draft, errors)} <button class="primary" name="do" value="details">인증번호 받기</button>`
}

function accountDetails(draft: Draft, errors: FieldErrors): Html {
  return html`${selectField('bank', '은행', BANKS, draft['bank'] ?? '', errors['bank'])}
    ${textField({
      name: 'account',
      label: '계좌번호',
      value: draft['account'] ?? '',
      error: errors['account'],
      maxlength: 20,
    })}
    ${textField({
      name: 'birth',
      label: '예금주 생년월일 6자리',
      value: draft['birth'] ?? '',
      error: errors['owner'],
      maxlength: 6,
    })}
    ${agreementBox(draft, errors)} <button class="primary" name="do" value="details">다음</button>`
}

function identity(draft: Draft, errors: FieldErrors): Html {
  return html`<p>본인이 맞는지 휴대폰으로 확인할게요.</p>
    ${textField({
      name: 'name',
      label: '이름',
      value: draft['name'] ?? '',
      error: errors['name'],
      inputmode: 'text',
      autocomplete: 'name',
    })}
    ${selectField('carrier', '통신사', CARRIERS, draft['carrier'] ?? '', errors['carrier'])}
    ${phoneField(draft, errors)}
    <button class="primary" name="do" value="identity">인증번호 받기</button>`
}

function code({ errors, identityCode }: WindowSession, finishLabel: string): Html {
  return html`<p>휴대폰 문자로 보낸 인증번호 6자리를 적어 주세요.</p>
    <p class="hint">시뮬레이터 문자: 인증번호는 <b>${identityCode}</b>이에요.</p>
    ${textField({
      name: 'code',
      label: '인증번호',
      value: '',
      error: errors['code'],
      autocomplete: 'one-time-code',
      maxlength: 6,
    })}
    <button class="primary" name="do" value="code">${finishLabel}</button>`
}

const DETAILS = { card: cardDetails, phone: phoneDetails, account: accountDetails } as const

/** The fields of one step and its button. */
export function stepFields(session: WindowSession, step: WindowStep, finishLabel: string): Html {
  if (step === 'identity') return identity(session.draft, session.errors)
  if (step === 'code') return code(session, finishLabel)
  return DETAILS[session.kind](session.draft, session.errors)
}
