// The documented table of Toss' codes is the one that runs, and each code comes to words in every language.
import { BILLING_ERRORS, isErrorCode, LOCALES } from '@billing-register/contract'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { problemText } from '../../text/problem-text.ts'
import { wordsOf } from '../../text/words.ts'
import { LISTED_CODES, meaningOf } from './codes.ts'

const docs = readFileSync(new URL('../../../../../docs/providers/toss.md', import.meta.url), 'utf8')
const cells = docs.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
const nameIn = (cell = ''): string => cell.replaceAll('`', '')

const rows = cells.flatMap(([, codes = '', ours, proof, retry, audience]) =>
  isErrorCode(nameIn(ours))
    ? [...codes.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => ({
        code,
        ours: nameIn(ours),
        proof,
        retry,
        audience,
      }))
    : [],
)

/** Codes that Toss' pages of errors list for billing. */
const AT_TOSS =
  `INVALID_CARD_NUMBER INVALID_CARD_EXPIRATION INVALID_CARD_PASSWORD INVALID_CARD_IDENTITY INVALID_BIRTH_DAY_FORMAT
  NOT_SUPPORTED_CARD_TYPE INVALID_REJECT_CARD INVALID_STOPPED_CARD INVALID_CARD_LOST_OR_STOLEN NOT_REGISTERED_CARD_COMPANY
  INVALID_EMAIL EXCEED_MAX_AUTH_COUNT REJECT_CARD_COMPANY REJECT_CARD_PAYMENT REJECT_ACCOUNT_PAYMENT FDS_ERROR
  PAY_PROCESS_CANCELED PAY_PROCESS_ABORTED INVALID_BILLING_AUTH INVALID_BILL_KEY_REQUEST NOT_FOUND_BILLING
  BILLING_KEY_NOT_FOUND NOT_FOUND_HTTP_METHOD NOT_MATCHES_CUSTOMER_KEY ALREADY_REMOVED_BILLING_KEY INVALID_CUSTOMER_KEY
  INVALID_REQUEST INVALID_REQUIRED_PARAM NOT_SUPPORTED_METHOD INVALID_API_KEY UNAUTHORIZED_KEY INCORRECT_BASIC_AUTH_FORMAT
  FORBIDDEN_REQUEST FORBIDDEN_CONSECUTIVE_REQUEST API_VERSION_UPDATE_NEEDED INVALID_IDEMPOTENCY_KEY
  IDEMPOTENT_REQUEST_PROCESSING DUPLICATED_ORDER_ID DUPLICATED_REQUEST ALREADY_PROCESSED_PAYMENT BELOW_MINIMUM_AMOUNT
  PROVIDER_ERROR MAINTAINED_METHOD FAILED_BILL_KEY_AUTH_CREATION FAILED_BILLING_AUTO_CANCEL FAILED_CARD_COMPANY_RESPONSE
  FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_DB_PROCESSING FAILED_METHOD_HANDLING
  COMMON_ERROR UNKNOWN_ERROR INVALID_TEST_CODE`.split(/\s+/)

it('knows every code that Toss lists', () => {
  for (const code of AT_TOSS) expect(LISTED_CODES).toContain(code)
})

describe('the documented table', () => {
  it('holds every code, once', () => {
    expect(rows.map(({ code }) => code).toSorted()).toEqual([...LISTED_CODES].toSorted())
  })

  it.each(rows.map((row) => [row.code, row] as const))('%s', (code, row) => {
    const { code: ours, proof } = meaningOf(code)
    expect({ ours, proof, ...BILLING_ERRORS[ours] }).toMatchObject({
      ours: row.ours,
      proof: row.proof,
      retry: row.retry,
      audience: row.audience,
    })
  })

  it('has the words that customers read, in Korean and English', async () => {
    const [ko, en] = [await wordsOf('ko'), await wordsOf('en')]
    const documented = new Map(cells.map(([, ours, korean, english]) => [nameIn(ours), [korean, english]]))
    for (const code of new Set(LISTED_CODES.map((one) => meaningOf(one).code)))
      expect([code, documented.get(code)]).toEqual([code, [problemText(ko, code), problemText(en, code)]])
  })

  it.each(LOCALES)('every code has a sentence for a card and for an account in %s', async (locale) => {
    const words = await wordsOf(locale)
    for (const code of LISTED_CODES)
      for (const kind of ['card', 'account'] as const)
        expect(problemText(words, meaningOf(code).code, kind)).toMatch(/[.。]$/)
  })
})
