// Whether what was typed can be a card. The form says it at each field, the server once more before it asks a PG. Pure.
import type { CardDetails } from '../providers/provider.ts'
import { isCardNumber } from './card-number.ts'

/** A field of the form that can be wrong. */
export type CardField = 'number' | 'expiry' | 'identity' | 'password'

/** What is wrong with a field: nothing typed yet, not whole, not possible, or a date that is over. */
export type FieldProblem = 'empty' | 'short' | 'wrong' | 'past'

/** Korea is nine hours ahead, and a card is good there until its month ends, ms. */
const KOREA_MS = 9 * 3_600_000
/** No card is printed for longer than this, years. */
const LONGEST_YEARS = 20

const monthOf = (text: string): number => (/^(0[1-9]|1[0-2])$/.test(text) ? Number(text) : 0)

function expiryProblem({ expiryYear, expiryMonth }: CardDetails, now: number): FieldProblem | undefined {
  const month = monthOf(expiryMonth)
  if (!month || !/^\d{2}$/.test(expiryYear)) return 'wrong'
  const year = 2000 + Number(expiryYear)
  if (Date.UTC(year, month) - KOREA_MS <= now) return 'past'
  return year > new Date(now).getUTCFullYear() + LONGEST_YEARS ? 'wrong' : undefined
}

function isBirthDate(text: string): boolean {
  const month = monthOf(text.slice(2, 4))
  const day = Number(text.slice(4, 6))
  // The century is not told, so a leap day is believed.
  return (
    /^\d{6}$/.test(text) && day >= 1 && day <= new Date(Date.UTC(2000, month, 0)).getUTCDate() && month > 0
  )
}

/** The check digit of a Korean business registration number (사업자등록번호). */
function isBusinessNumber(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false
  const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5]
  const digit = (at: number): number => Number(text.charAt(at))
  const sum = weights.reduce(
    (total, weight, at) => total + weight * digit(at),
    Math.floor((digit(8) * 5) / 10),
  )
  return (10 - (sum % 10)) % 10 === digit(9)
}

const isIdentity = (text: string): boolean =>
  text.length === 10 ? isBusinessNumber(text) : isBirthDate(text)

/** The first field that is wrong, and how; undefined when the card may be sent. `now`: ms since the epoch. */
export function cardProblems(
  card: CardDetails,
  now: number,
): Readonly<Partial<Record<CardField, FieldProblem>>> {
  const { number, identity, password, expiryMonth, expiryYear } = card
  const check = (typed: string, whole: number, right: boolean): FieldProblem | undefined => {
    if (typed === '') return 'empty'
    if (right) return undefined
    return typed.length < whole ? 'short' : 'wrong'
  }
  const typed = expiryMonth + expiryYear
  const problems: Record<CardField, FieldProblem | undefined> = {
    number: check(number, 14, isCardNumber(number)),
    expiry: typed.length === 4 ? expiryProblem(card, now) : check(typed, 4, false),
    identity: check(identity, 6, isIdentity(identity)),
    password: check(password, 2, /^\d{2}$/.test(password)),
  }
  const wrong: Partial<Record<CardField, FieldProblem>> = {}
  for (const field of ['number', 'expiry', 'identity', 'password'] as const) {
    const problem = problems[field]
    if (problem) wrong[field] = problem
  }
  return wrong
}
