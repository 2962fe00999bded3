// Every code and text the simulated PortOne V1 answers with. None of the values is tabulated in its documents, apart
// from 0 = handled; error_code has no settled scheme, so Danal's older four-digit codes stand in. Rely on none of them.

export interface WindowError {
  readonly error_code: string
  readonly error_msg: string
}

export const WINDOW_ERRORS = {
  cancelled: { error_code: '2101', error_msg: '사용자가 결제를 취소하였습니다.' },
  declined: { error_code: '3143', error_msg: '카드사에서 승인을 거절했습니다. 카드사에 문의해 주세요.' },
  alreadyPaid: { error_code: 'F1002', error_msg: '이미 결제가 이루어진 거래건입니다.' },
  amountBlocked: { error_code: 'F1003', error_msg: '사전 등록된 금액과 결제 금액이 다릅니다.' },
} as const

/** The request itself was not acceptable: no window opens and there is no imp_uid. */
export function invalidRequest(reason: string): WindowError {
  return { error_code: 'F0001', error_msg: reason }
}

/** Envelope code of a refusal; the documents say only "not 0". */
export const REFUSED = 1
/** Envelope code beside HTTP 4xx. */
export const FAILED = -1

export const REST_MESSAGES = {
  unauthorized: '토큰이 없거나 올바르지 않습니다.',
  wrongCredentials: 'imp_key 또는 imp_secret이 올바르지 않습니다.',
  noPayment: '존재하지 않는 결제정보입니다.',
  noCustomer: '등록되지 않은 구매자입니다.',
  noPrepare: '사전 등록된 결제정보가 없습니다.',
  notFound: '존재하지 않는 API입니다.',
  unreadable: '요청 본문을 읽을 수 없습니다.',
  chargeDeclined: '카드사에서 결제를 거절했습니다. (한도 또는 잔액 확인)',
  alreadyCancelled: '이미 전액 취소된 거래건입니다.',
  cancelAmount: '취소할 수 있는 금액을 넘었습니다.',
  checksum: '취소 가능 잔액이 checksum과 다릅니다.',
  noKeyIn: '카드 정보로 빌링키를 발급할 수 없는 채널입니다.',
  noSchedule: '예약된 결제가 없습니다.',
  scheduleExists: '이미 예약된 주문번호입니다.',
  notPaid: '결제된 거래건이 아닙니다.',
} as const
