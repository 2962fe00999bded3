// What a register window checks before it goes on, and how it says so at the field. Pure.
import { passesCheckDigit } from '../test-cards.ts'
import { AGREEMENTS, cardNumberOf, digitsIn, type Draft, type WindowKind } from './draft.ts'

export type FieldErrors = Readonly<Partial<Record<string, string>>>

/** The code that the simulated text message carries, unless a PG's documents name another for test mode. */
export const IDENTITY_CODE = '123456'

export const BANKS = ['국민은행', '신한은행', '우리은행', '하나은행', '농협은행', '기업은행'] as const

export const CARRIERS = ['SKT', 'KT', 'LG U+', 'SKT 알뜰폰', 'KT 알뜰폰', 'LG U+ 알뜰폰'] as const

function checkNumber(draft: Draft): string | undefined {
  const number = cardNumberOf(draft)
  if (number.length !== 16) return '카드번호 16자리를 모두 적어 주세요.'
  return passesCheckDigit(number) ? undefined : '카드번호를 다시 확인해 주세요. 맞지 않는 숫자가 있어요.'
}

/** A card is good until the end of the month printed on it, in Korea. */
function checkExpiry(draft: Draft, now: number): string | undefined {
  const month = Number(digitsIn(draft, 'month'))
  const year = digitsIn(draft, 'year')
  if (year.length !== 2 || month < 1 || month > 12)
    return '유효기간을 월 두 자리, 연도 두 자리로 적어 주세요.'
  const endsAt = Date.UTC(2000 + Number(year), month) - 9 * 3_600_000
  return endsAt > now ? undefined : '유효기간이 지난 카드예요. 카드에 적힌 날짜를 확인해 주세요.'
}

function checkOwner(draft: Draft): string | undefined {
  if (draft['owner'] === 'business')
    return digitsIn(draft, 'business').length === 10 ? undefined : '사업자등록번호 10자리를 적어 주세요.'
  return checkBirth(draft)
}

function checkBirth(draft: Draft): string | undefined {
  const birth = digitsIn(draft, 'birth')
  const month = Number(birth.slice(2, 4))
  const day = Number(birth.slice(4, 6))
  const real = birth.length === 6 && month >= 1 && month <= 12 && day >= 1 && day <= 31
  return real ? undefined : '생년월일을 6자리로 적어 주세요. 예: 900101'
}

function checkPhone(draft: Draft): string | undefined {
  return /^01[016789]\d{7,8}$/.test(digitsIn(draft, 'phone'))
    ? undefined
    : '휴대폰 번호를 다시 확인해 주세요.'
}

function checkCarrier(draft: Draft): string | undefined {
  return CARRIERS.some((carrier) => carrier === draft['carrier']) ? undefined : '통신사를 골라 주세요.'
}

function checkAccount(draft: Draft): string | undefined {
  const { length } = digitsIn(draft, 'account')
  return length >= 10 && length <= 14 ? undefined : '계좌번호를 다시 확인해 주세요. 숫자 10–14자리예요.'
}

function checkBank(draft: Draft): string | undefined {
  return BANKS.some((bank) => bank === draft['bank']) ? undefined : '은행을 골라 주세요.'
}

function checkAgreements(draft: Draft): string | undefined {
  const all = AGREEMENTS.every(([name]) => draft[name] === 'on')
  return all ? undefined : '필수 약관에 모두 동의해야 등록할 수 있어요.'
}

function collect(checks: Readonly<Record<string, string | undefined>>): FieldErrors {
  return Object.fromEntries(Object.entries(checks).filter(([, message]) => message !== undefined))
}

/** Errors by field: `card`, `expiry`, `owner`, `pin`, `phone`, `carrier`, `bank`, `account`, `agree`. */
export function checkDetails(kind: WindowKind, draft: Draft, now: number): FieldErrors {
  if (kind === 'phone')
    return collect({
      carrier: checkCarrier(draft),
      phone: checkPhone(draft),
      owner: checkBirth(draft),
      agree: checkAgreements(draft),
    })
  if (kind === 'account')
    return collect({
      bank: checkBank(draft),
      account: checkAccount(draft),
      owner: checkBirth(draft),
      agree: checkAgreements(draft),
    })
  return collect({
    card: checkNumber(draft),
    expiry: checkExpiry(draft, now),
    owner: checkOwner(draft),
    pin: digitsIn(draft, 'pin').length === 2 ? undefined : '카드 비밀번호 앞 두 자리를 적어 주세요.',
    agree: checkAgreements(draft),
  })
}

export function checkIdentity(draft: Draft): FieldErrors {
  return collect({
    name: (draft['name'] ?? '').trim() ? undefined : '이름을 적어 주세요.',
    carrier: checkCarrier(draft),
    phone: checkPhone(draft),
  })
}

export function checkCode(draft: Draft, identityCode: string): FieldErrors {
  return collect({
    code: digitsIn(draft, 'code') === identityCode ? undefined : '인증번호가 달라요. 다시 확인해 주세요.',
  })
}
