// The codes the simulated Toss Payments answers with, with their HTTP status. Codes and statuses are Toss's own
// (docs.tosspayments.com, reference/error-codes); the wording of the texts is ours.

/** HTTP status, Korean text, English text. */
export const TOSS_ERRORS = {
  INVALID_REQUEST: [400, '잘못된 요청입니다.', 'The request is not valid.'],
  INVALID_REQUIRED_PARAM: [400, '필수 파라미터가 누락되었습니다.', 'A required parameter is missing.'],
  INVALID_API_KEY: [400, '잘못된 시크릿키 연동 정보입니다.', 'The secret key cannot be used here.'],
  UNAUTHORIZED_KEY: [
    401,
    '인증되지 않은 시크릿 키 혹은 클라이언트 키입니다.',
    'The secret or client key is unknown.',
  ],
  INCORRECT_BASIC_AUTH_FORMAT: [403, '잘못된 인증 헤더 형식입니다.', 'The Basic header is malformed.'],
  FORBIDDEN_REQUEST: [403, '허용되지 않은 요청입니다.', 'The request is not allowed.'],
  FORBIDDEN_CONSECUTIVE_REQUEST: [
    403,
    '반복적인 요청은 허용되지 않습니다. 잠시 후 다시 시도해 주세요.',
    'Too many requests in a row. Try again shortly.',
  ],
  API_VERSION_UPDATE_NEEDED: [400, 'API 버전을 올려야 합니다.', 'The API version is too old.'],
  INVALID_IDEMPOTENCY_KEY: [
    400,
    '멱등키는 300자 이하여야 합니다.',
    'The Idempotency-Key is longer than 300 characters.',
  ],
  IDEMPOTENT_REQUEST_PROCESSING: [
    409,
    '이전 멱등 요청이 처리 중입니다.',
    'The first request with this Idempotency-Key is still running.',
  ],
  INVALID_TEST_CODE: [400, '존재하지 않는 테스트 코드입니다.', 'The test code is not known.'],
  NOT_FOUND_HTTP_METHOD: [404, '존재하지 않는 API입니다.', 'No such path or method.'],
  INVALID_CUSTOMER_KEY: [400, '고객 키 형식이 올바르지 않습니다.', 'The customerKey is malformed.'],
  NOT_MATCHES_CUSTOMER_KEY: [
    400,
    '빌링 인증 고객키와 결제 요청 고객키가 일치하지 않습니다.',
    'The customerKey does not match.',
  ],
  INVALID_BILLING_AUTH: [400, '유효하지 않은 빌링 인증입니다.', 'The billing authorization is not valid.'],
  INVALID_BILL_KEY_REQUEST: [
    400,
    '빌링키 인증이 완료되지 않았거나 유효하지 않은 빌링 거래 건입니다.',
    'The billing authorization is not complete.',
  ],
  NOT_FOUND_BILLING: [404, '존재하지 않는 빌링 결제 정보입니다.', 'No such billing.'],
  BILLING_KEY_NOT_FOUND: [400, '존재하지 않는 빌링키입니다.', 'No such billing key.'],
  ALREADY_REMOVED_BILLING_KEY: [400, '이미 삭제된 빌링키입니다.', 'The billing key was removed.'],
  NOT_SUPPORTED_METHOD: [400, '지원되지 않는 결제 수단입니다.', 'The method is not supported.'],
  INVALID_CARD_NUMBER: [400, '카드번호를 다시 확인해 주세요.', 'Check the card number.'],
  INVALID_CARD_EXPIRATION: [400, '카드 유효기간을 다시 확인해 주세요.', 'Check the expiration date.'],
  INVALID_CARD_PASSWORD: [400, '카드 비밀번호를 다시 확인해 주세요.', 'Check the card password.'],
  INVALID_CARD_IDENTITY: [
    400,
    '입력하신 주민번호/사업자번호가 카드 소유주 정보와 일치하지 않습니다.',
    'The birth date or business number does not match the card.',
  ],
  INVALID_BIRTH_DAY_FORMAT: [
    400,
    '생년월일 6자리 또는 사업자등록번호 10자리가 필요합니다.',
    'A 6-digit birth date or a 10-digit business number is needed.',
  ],
  INVALID_EMAIL: [400, '유효하지 않은 이메일 주소 형식입니다.', 'The e-mail address is malformed.'],
  NOT_SUPPORTED_CARD_TYPE: [400, '지원되지 않는 카드 종류입니다.', 'This type of card is not supported.'],
  INVALID_REJECT_CARD: [
    400,
    '카드 사용이 거절되었습니다. 카드사에 문의해 주세요.',
    'The card was refused. Contact the issuer.',
  ],
  INVALID_STOPPED_CARD: [400, '정지된 카드입니다.', 'The card is suspended.'],
  INVALID_CARD_LOST_OR_STOLEN: [400, '분실 혹은 도난 카드입니다.', 'The card was lost or stolen.'],
  NOT_REGISTERED_CARD_COMPANY: [
    400,
    '카드를 사용 등록 후 이용해 주세요.',
    'Register the card with its issuer first.',
  ],
  EXCEED_MAX_AUTH_COUNT: [403, '최대 인증 횟수를 초과했습니다.', 'Too many attempts.'],
  REJECT_CARD_COMPANY: [403, '카드사에서 승인을 거절했습니다.', 'The card issuer declined.'],
  REJECT_CARD_PAYMENT: [
    403,
    '한도초과 혹은 잔액부족으로 결제에 실패했습니다.',
    'The card is over its limit or has no funds.',
  ],
  REJECT_ACCOUNT_PAYMENT: [403, '잔액부족으로 결제에 실패했습니다.', 'The account has no funds.'],
  FDS_ERROR: [403, '위험거래가 감지되어 결제가 제한됩니다.', 'The payment was stopped as risky.'],
  PAY_PROCESS_CANCELED: [400, '사용자에 의해 취소되었습니다.', 'The customer cancelled.'],
  PAY_PROCESS_ABORTED: [400, '진행이 중단되었습니다.', 'The process was aborted.'],
  DUPLICATED_ORDER_ID: [
    400,
    '이미 승인 및 취소가 진행된 중복된 주문번호입니다.',
    'The orderId was used before.',
  ],
  DUPLICATED_REQUEST: [400, '중복된 요청입니다.', 'The request was sent before.'],
  ALREADY_PROCESSED_PAYMENT: [400, '이미 처리된 결제입니다.', 'The payment was processed before.'],
  BELOW_MINIMUM_AMOUNT: [
    400,
    '신용카드는 100원, 계좌는 200원 이상부터 결제가 가능합니다.',
    'The amount is below the minimum.',
  ],
  NOT_FOUND_PAYMENT: [404, '존재하지 않는 결제 정보입니다.', 'No such payment.'],
  NOT_CANCELABLE_AMOUNT: [
    403,
    '취소할 수 없는 금액입니다.',
    'The amount is more than what can be cancelled.',
  ],
  NOT_MATCHES_REFUNDABLE_AMOUNT: [
    400,
    '잔액 결과가 일치하지 않습니다.',
    'refundableAmount is not the amount that is left.',
  ],
  ALREADY_CANCELED_PAYMENT: [400, '이미 취소된 결제입니다.', 'The payment was cancelled before.'],
  PROVIDER_ERROR: [400, '일시적인 오류가 발생했습니다.', 'A temporary error at the provider.'],
  MAINTAINED_METHOD: [400, '현재 점검 중입니다.', 'The method is under maintenance.'],
  FAILED_BILL_KEY_AUTH_CREATION: [
    500,
    '빌링키 인증을 만들지 못했습니다.',
    'The authorization was not created.',
  ],
  FAILED_BILLING_AUTO_CANCEL: [
    500,
    '자동 취소에 실패했습니다.',
    'The verification was not cancelled by itself.',
  ],
  FAILED_CARD_COMPANY_RESPONSE: [500, '카드사 응답에 실패했습니다.', 'The issuer did not answer.'],
  FAILED_INTERNAL_SYSTEM_PROCESSING: [500, '내부 시스템 처리에 실패했습니다.', 'An internal error.'],
  FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING: [
    500,
    '결제가 완료되지 않았습니다.',
    'The payment was not completed.',
  ],
  FAILED_DB_PROCESSING: [500, '잘못된 요청 값으로 처리 중 DB 에러가 발생했습니다.', 'A database error.'],
  FAILED_METHOD_HANDLING: [500, '결제 중 오류가 발생했습니다.', 'An error while paying.'],
  COMMON_ERROR: [500, '일시적인 오류가 발생했습니다.', 'A temporary error.'],
  UNKNOWN_ERROR: [500, '알 수 없는 오류가 발생했습니다.', 'An unknown error.'],
} as const

export type TossCode = keyof typeof TOSS_ERRORS

export function isTossCode(value: unknown): value is TossCode {
  return typeof value === 'string' && Object.hasOwn(TOSS_ERRORS, value)
}
