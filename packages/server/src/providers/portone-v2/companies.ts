// Names of the card companies and wallets behind PortOne's codes. Source: CardCompany and EasyPayProvider of PortOne's SDKs.

const COMPANIES: ReadonlyMap<string, string> = new Map([
  ['KOREA_DEVELOPMENT_BANK', 'KDB산업은행'],
  ['KFCC', '새마을금고'],
  ['SHINHYUP', '신협'],
  ['EPOST', '우체국'],
  ['SAVINGS_BANK_KOREA', '저축은행'],
  ['KAKAO_BANK', '카카오뱅크'],
  ['K_BANK', '케이뱅크'],
  ['TOSS_BANK', '토스뱅크'],
  ['WOORI_CARD', '우리카드'],
  ['BC_CARD', 'BC카드'],
  ['GWANGJU_CARD', '광주카드'],
  ['SAMSUNG_CARD', '삼성카드'],
  ['SHINHAN_CARD', '신한카드'],
  ['HYUNDAI_CARD', '현대카드'],
  ['LOTTE_CARD', '롯데카드'],
  ['SUHYUP_CARD', '수협카드'],
  ['CITI_CARD', '씨티카드'],
  ['NH_CARD', 'NH농협카드'],
  ['JEONBUK_CARD', '전북카드'],
  ['JEJU_CARD', '제주카드'],
  ['HANA_CARD', '하나카드'],
  ['KOOKMIN_CARD', 'KB국민카드'],
  ['MIRAE_ASSET_SECURITIES', '미래에셋증권'],
])

const WALLETS: ReadonlyMap<string, string> = new Map([
  ['KAKAOPAY', '카카오페이'],
  ['NAVERPAY', '네이버페이'],
  ['TOSSPAY', '토스페이'],
  ['PAYCO', '페이코'],
])

/** The card company's name; undefined for a code that is not listed. */
export const companyOf = (code: string | undefined): string | undefined =>
  code === undefined ? undefined : COMPANIES.get(code)

/** The wallet's name; undefined for a code that is not listed. */
export const walletOf = (code: string | undefined): string | undefined =>
  code === undefined ? undefined : WALLETS.get(code)
