// Every code the simulated Danal answers with. Only SUCCESS is documented for the ONE API; the four-digit ones are
// borrowed from Danal's older card error table, the words are ours. The real ones are unknown: rely on none of them.

export interface DanalRefusal {
  readonly code: string
  readonly message: string
}

export const DANAL_SUCCESS = 'SUCCESS'

export const DANAL_REFUSALS = {
  unauthorized: { code: 'UNAUTHORIZED', message: '인증 정보가 올바르지 않습니다.' },
  notJson: { code: '1143', message: '요청 본문은 JSON 객체여야 합니다.' },
  missingField: { code: '1101', message: '필수 항목이 없거나 길이가 맞지 않습니다.' },
  merchantMismatch: { code: '1106', message: '등록되지 않은 가맹점입니다.' },
  unknownTransaction: { code: '1104', message: '거래 내역이 없습니다.' },
  methodMismatch: { code: '1121', message: '거래의 결제수단과 다릅니다.' },
  alreadyAnswered: { code: '1103', message: '이미 처리한 거래입니다.' },
  declinedByIssuer: { code: '3143', message: '카드사에서 승인을 거절했습니다. 카드사에 문의해 주세요.' },
} as const

/** Message beside the quirk `cancelCode` on failUrl. */
export const DANAL_CANCEL_MESSAGE = '사용자가 등록을 취소했습니다.'

/** Code on failUrl when the window could not open for what the page asked. */
export const DANAL_BAD_REQUEST_CODE = 'INVALID_REQUEST'
