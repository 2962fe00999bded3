// Options of portoneV2() that go into the window, and what the PG behind the channel asks of them.
import type { PortoneV2Request, PortoneV2Window } from '@billing-register/contract'
import type { OptionChecks } from '../options.ts'
import type { PortoneV2Options, WindowRequest } from './options.ts'
import { rulesOf, type PgRules } from './pg-rules.ts'

/** Checks them before any window opens: PortOne would only tell the customer. */
export function windowOptions(
  check: OptionChecks,
  options: PortoneV2Options,
  pgProvider: string | undefined,
): WindowRequest {
  const rules = rulesOf(pgProvider)
  const pg = pgProvider ?? ''
  const { forceRedirect, appScheme, noticeUrls, bypass } = options
  const windowType = windowTypes(check, options.windowType, rules, pg)
  const offerPeriod = period(check, options.offerPeriod, rules, pg)
  const locale = languageOf(check, options.locale, rules, pg)
  return {
    ...methodOf(check, options, rules, pg),
    ...(forceRedirect !== undefined && { forceRedirect: check.flag('forceRedirect', forceRedirect) }),
    ...(windowType !== undefined && { windowType }),
    ...(offerPeriod !== undefined && { offerPeriod }),
    ...(locale !== undefined && { locale }),
    ...(appScheme !== undefined && { appScheme: check.token('appScheme', appScheme, 80) }),
    ...(noticeUrls !== undefined && { noticeUrls: urls(check, noticeUrls) }),
    ...(bypass !== undefined && { bypass: fields(check, 'bypass', bypass) }),
  }
}

function methodOf(
  check: OptionChecks,
  options: PortoneV2Options,
  rules: PgRules | undefined,
  pg: string,
): Pick<WindowRequest, 'billingKeyMethod' | 'productType'> {
  const { productType } = options
  const method = check.oneOf('billingKeyMethod', options.billingKeyMethod ?? 'CARD', [
    'CARD',
    'EASY_PAY',
    'MOBILE',
  ])
  const typed = rules?.typedCards === true && method === 'CARD'
  if (rules && !typed && !rules.methods.includes(method))
    check.fail('billingKeyMethod', `must be ${rules.methods.join(' or ')} for ${pg}`)
  if (method === 'MOBILE' && productType === undefined)
    check.fail('productType', "is required for billingKeyMethod 'MOBILE'")
  return {
    billingKeyMethod: method,
    ...(productType !== undefined && {
      productType: check.oneOf('productType', productType, ['REAL', 'DIGITAL']),
    }),
  }
}

const KINDS: readonly PortoneV2Window[] = ['IFRAME', 'POPUP', 'REDIRECTION', 'UI']

function windowTypes(
  check: OptionChecks,
  value: unknown,
  rules: PgRules | undefined,
  pg: string,
): PortoneV2Request['windowType'] {
  if (value === undefined) return undefined
  const given = fields(check, 'windowType', value)
  const kind = (device: 'pc' | 'mobile'): PortoneV2Window | undefined => {
    if (given[device] === undefined) return undefined
    const option = `windowType.${device}`
    const chosen = check.oneOf(option, given[device], KINDS)
    const allowed = rules?.windows?.[device]
    return allowed && !allowed.includes(chosen)
      ? check.fail(option, `must be ${allowed.join(' or ')} for ${pg}`)
      : chosen
  }
  const [pc, mobile] = [kind('pc'), kind('mobile')]
  return { ...(pc !== undefined && { pc }), ...(mobile !== undefined && { mobile }) }
}

function period(
  check: OptionChecks,
  value: unknown,
  rules: PgRules | undefined,
  pg: string,
): PortoneV2Request['offerPeriod'] {
  if (value === undefined)
    return rules?.offerPeriod === 'required'
      ? check.fail('offerPeriod', `is required by ${pg} on phones: { interval: '1m' }, for example`)
      : undefined
  const { interval, range } = fields(check, 'offerPeriod', value)
  if ((interval === undefined) === (range === undefined))
    return check.fail('offerPeriod', 'must have either `interval` or `range`')
  if (interval !== undefined) return { interval: intervalOf(check, interval, rules, pg) }
  if (rules?.intervalOnly) check.fail('offerPeriod', `must be an interval for ${pg}`)
  return { range: rangeOf(check, range) }
}

function intervalOf(check: OptionChecks, value: unknown, rules: PgRules | undefined, pg: string): string {
  if (typeof value !== 'string' || !/^[1-9]\d{0,3}[dmy]$/.test(value))
    return check.fail('offerPeriod', "must have an interval such as '30d', '6m' or '1y'")
  return rules?.intervals && !rules.intervals.includes(value)
    ? check.fail('offerPeriod', `must have the interval ${rules.intervals.join(' or ')} for ${pg}`)
    : value
}

function rangeOf(check: OptionChecks, value: unknown): { from?: string; to?: string } {
  const { from, to } = fields(check, 'offerPeriod', value)
  const time = (one: unknown): string =>
    typeof one === 'string' && !Number.isNaN(Date.parse(one))
      ? one
      : check.fail('offerPeriod', 'must have a range of RFC 3339 times')
  const range = { ...(from !== undefined && { from: time(from) }), ...(to !== undefined && { to: time(to) }) }
  const { from: begin, to: end } = range
  if (begin === undefined && end === undefined)
    check.fail('offerPeriod', 'must have a range with `from` or `to`')
  if (begin !== undefined && end !== undefined && Date.parse(begin) >= Date.parse(end))
    check.fail('offerPeriod', 'must have a range that ends after it begins')
  return range
}

function languageOf(
  check: OptionChecks,
  value: unknown,
  rules: PgRules | undefined,
  pg: string,
): string | undefined {
  const locale = check.optionalToken('locale', value, 10)
  if (locale !== undefined && !/^[A-Z]{2}_[A-Z]{2}$/.test(locale))
    check.fail('locale', 'must look like KO_KR')
  return locale !== undefined && rules?.locales && !rules.locales.includes(locale)
    ? check.fail('locale', `must be ${rules.locales.join(' or ')} for ${pg}`)
    : locale
}

function urls(check: OptionChecks, value: unknown): string[] {
  return Array.isArray(value) && value.length > 0
    ? value.map((one: unknown) => check.url('noticeUrls', one))
    : check.fail('noticeUrls', 'must be a list of addresses')
}

function fields(check: OptionChecks, option: string, value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : check.fail(option, 'must be an object')
}
