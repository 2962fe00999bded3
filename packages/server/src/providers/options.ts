// Checks a provider's options when it is made. A message names the option and never tells its value.
import { BillingError } from '@billing-register/contract'
import { isSafe } from '../http/safe-url.ts'
import { Secret } from '../secret.ts'

/** Checks options of one factory. */
export interface OptionChecks {
  /** Throws `misconfigured`: `factory: \`option\` problem`. */
  fail(option: string, problem: string): never
  /** Refuses names that are not options: a typo must not silently mean the default. */
  known(options: object, names: readonly string[]): void
  /** Name of a provider instance: it stands in URLs. */
  name(value: unknown): string
  /** Printable ASCII without spaces, at most `max` characters. */
  token(option: string, value: unknown, max: number): string
  optionalToken(option: string, value: unknown, max: number): string | undefined
  /** A list of {@link token}s of at most 40 characters. */
  codes(option: string, value: unknown): readonly string[]
  secret(option: string, value: unknown): Secret
  oneOf<T extends string>(option: string, value: unknown, allowed: readonly T[]): T
  flag(option: string, value: unknown): boolean
  /** An absolute URL: https, or http on loopback. Without its trailing slash. */
  url(option: string, value: unknown): string
  /** Whole milliseconds, up to two minutes. */
  timeout(option: string, value: unknown): number
  fetch(option: string, value: unknown): typeof fetch | undefined
}

type Fail = OptionChecks['fail']

/** The checks for the factory of this name. */
export function optionChecks(factory: string): OptionChecks {
  const fail: Fail = (option, problem) => {
    throw new BillingError('misconfigured', `${factory}: \`${option}\` ${problem}`)
  }
  return {
    fail,
    known(options, names) {
      const stranger = Object.keys(options).find((name) => !names.includes(name))
      if (stranger !== undefined) fail(stranger, `is not an option. Options: ${names.join(', ')}`)
    },
    ...textChecks(fail),
    ...valueChecks(fail),
  }
}

/** One secret, or the new one and the old one while they are being exchanged. */
export function secretsOf(
  check: OptionChecks,
  option: string,
  value: unknown,
): readonly [Secret, ...Secret[]] {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (given.length > 2) check.fail(option, 'takes the new one and the old one, not more')
  return [check.secret(option, given[0]), ...given.slice(1).map((one) => check.secret(option, one))]
}

type TextChecks = Pick<OptionChecks, 'name' | 'token' | 'optionalToken' | 'codes' | 'secret'>

function textChecks(fail: Fail): TextChecks {
  const token = (option: string, value: unknown, max: number): string => {
    if (typeof value !== 'string' || value === '') return fail(option, 'is missing')
    if (!/^[\x21-\x7e]+$/.test(value))
      return fail(option, 'must be printable ASCII without spaces or line breaks')
    return value.length > max ? fail(option, `must be at most ${max} characters`) : value
  }
  const secret = (option: string, value: unknown): Secret =>
    new Secret(token(option, value instanceof Secret ? value.reveal() : value, 512))
  return {
    token,
    name: (value) =>
      typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)
        ? value
        : fail('name', 'must be 1 to 64 of the characters A–Z a–z 0–9 _ . -'),
    optionalToken: (option, value, max) => (value === undefined ? undefined : token(option, value, max)),
    codes: (option, value) =>
      Array.isArray(value)
        ? value.map((code) => token(option, code, 40))
        : fail(option, 'must be a list of codes'),
    secret,
  }
}

function valueChecks(fail: Fail): Omit<OptionChecks, keyof TextChecks | 'fail' | 'known'> {
  return {
    oneOf: (option, value, allowed) =>
      allowed.find((one) => one === value) ?? fail(option, `must be one of ${allowed.join(', ')}`),
    flag: (option, value) => (typeof value === 'boolean' ? value : fail(option, 'must be true or false')),
    url: (option, value) =>
      safeUrl(value) ?? fail(option, 'must be an https:// URL (http:// on localhost only)'),
    timeout: (option, value) =>
      typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 120_000
        ? value
        : fail(option, 'must be whole milliseconds, at most 120000'),
    fetch: (option, value) =>
      value === undefined || isFetch(value) ? value : fail(option, 'must be a function like fetch'),
  }
}

const isFetch = (value: unknown): value is typeof fetch => typeof value === 'function'

/** The URL without its trailing slash, or undefined when secrets must not be sent there. */
function safeUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined
  const url = new URL(value)
  return isSafe(url) && url.username === '' && url.password === '' && url.hash === ''
    ? value.replace(/\/+$/, '')
    : undefined
}
