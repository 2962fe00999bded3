// What the card form says, in four languages. Prices and outcomes are said by the page around it.
import type { Locale, OfferText } from '@billing-register/contract'

/** Texts of one language. Problems of a field are named `field.problem`. */
export interface FormTexts {
  readonly title: string
  readonly number: string
  readonly expiry: string
  readonly expiryHint: string
  readonly password: string
  readonly kind: string
  readonly personal: string
  readonly business: string
  readonly birthDate: string
  readonly businessNumber: string
  readonly submit: string
  readonly sending: string
  readonly note: string
  readonly expired: string
  readonly problems: Readonly<Record<string, string>>
}

const KO: FormTexts = {
  title: '카드 정보 입력',
  number: '카드 번호',
  expiry: '유효기간',
  expiryHint: '월/연도',
  password: '비밀번호 앞 두 자리',
  kind: '카드 종류',
  personal: '개인',
  business: '법인',
  birthDate: '생년월일 여섯 자리',
  businessNumber: '사업자등록번호 열 자리',
  submit: '카드 등록하기',
  sending: '카드를 등록하고 있어요',
  note: '카드 정보는 암호화해서 보내고 저장하지 않아요.',
  expired: '입력 시간이 지나 적은 내용을 지웠어요. 결제된 금액은 없어요. 취소하고 다시 시작해 주세요.',
  problems: {
    'number.empty': '카드 번호를 적어 주세요.',
    'number.short': '카드 번호를 끝까지 적어 주세요.',
    'number.wrong': '카드 번호를 다시 확인해 주세요. 맞지 않는 숫자가 있어요.',
    'expiry.empty': '유효기간을 적어 주세요.',
    'expiry.short': '월 두 자리와 연도 두 자리를 적어 주세요.',
    'expiry.wrong': '유효기간을 다시 확인해 주세요. 예: 07/29',
    'expiry.past': '유효기간이 지난 카드예요. 다른 카드를 써 주세요.',
    'password.empty': '카드 비밀번호 앞 두 자리를 적어 주세요.',
    'password.short': '두 자리를 모두 적어 주세요.',
    'password.wrong': '숫자 두 자리를 적어 주세요.',
    'birthDate.empty': '생년월일을 적어 주세요.',
    'birthDate.short': '여섯 자리를 모두 적어 주세요. 예: 900101',
    'birthDate.wrong': '생년월일을 다시 확인해 주세요. 예: 900101',
    'businessNumber.empty': '사업자등록번호를 적어 주세요.',
    'businessNumber.short': '열 자리를 모두 적어 주세요.',
    'businessNumber.wrong': '사업자등록번호를 다시 확인해 주세요.',
  },
}

const EN: FormTexts = {
  title: 'Card details',
  number: 'Card number',
  expiry: 'Expiry date',
  expiryHint: 'MM/YY',
  password: 'First 2 digits of card PIN',
  kind: 'Card type',
  personal: 'Personal',
  business: 'Business',
  birthDate: 'Date of birth (YYMMDD)',
  businessNumber: 'Business number (10 digits)',
  submit: 'Register card',
  sending: 'Registering your card',
  note: 'Card details are sent encrypted and are not stored.',
  expired: 'Time ran out, so the form was cleared. You were not charged. Please cancel and start again.',
  problems: {
    'number.empty': 'Enter the card number.',
    'number.short': 'Enter the whole card number.',
    'number.wrong': 'Check the card number. A digit does not fit.',
    'expiry.empty': 'Enter the expiry date.',
    'expiry.short': 'Enter two digits for the month and two for the year.',
    'expiry.wrong': 'Check the expiry date. Example: 07/29',
    'expiry.past': 'This card has expired. Please use another card.',
    'password.empty': 'Enter the first 2 digits of the card PIN.',
    'password.short': 'Enter both digits.',
    'password.wrong': 'Enter 2 digits.',
    'birthDate.empty': 'Enter your date of birth.',
    'birthDate.short': 'Enter all 6 digits. Example: 900101',
    'birthDate.wrong': 'Check your date of birth. Example: 900101',
    'businessNumber.empty': 'Enter the business number.',
    'businessNumber.short': 'Enter all 10 digits.',
    'businessNumber.wrong': 'Check the business number.',
  },
}

const JA: FormTexts = {
  title: 'カード情報の入力',
  number: 'カード番号',
  expiry: '有効期限',
  expiryHint: '月/年',
  password: '暗証番号の最初の2桁',
  kind: 'カードの種類',
  personal: '個人',
  business: '法人',
  birthDate: '生年月日（6桁、YYMMDD）',
  businessNumber: '事業者登録番号（10桁）',
  submit: 'カードを登録する',
  sending: 'カードを登録しています',
  note: 'カード情報は暗号化して送信し、保存しません。',
  expired: '時間が過ぎたため、入力内容を消しました。請求はありません。取り消してもう一度始めてください。',
  problems: {
    'number.empty': 'カード番号を入力してください。',
    'number.short': 'カード番号を最後まで入力してください。',
    'number.wrong': 'カード番号をご確認ください。合わない数字があります。',
    'expiry.empty': '有効期限を入力してください。',
    'expiry.short': '月と年を2桁ずつ入力してください。',
    'expiry.wrong': '有効期限をご確認ください。例：07/29',
    'expiry.past': '有効期限が切れています。別のカードをお使いください。',
    'password.empty': '暗証番号の最初の2桁を入力してください。',
    'password.short': '2桁とも入力してください。',
    'password.wrong': '数字2桁を入力してください。',
    'birthDate.empty': '生年月日を入力してください。',
    'birthDate.short': '6桁すべて入力してください。例：900101',
    'birthDate.wrong': '生年月日をご確認ください。例：900101',
    'businessNumber.empty': '事業者登録番号を入力してください。',
    'businessNumber.short': '10桁すべて入力してください。',
    'businessNumber.wrong': '事業者登録番号をご確認ください。',
  },
}

const ZH: FormTexts = {
  title: '填写银行卡信息',
  number: '卡号',
  expiry: '有效期',
  expiryHint: '月/年',
  password: '卡密码前两位',
  kind: '卡类型',
  personal: '个人',
  business: '企业',
  birthDate: '出生日期（6位，YYMMDD）',
  businessNumber: '营业执照号（10位）',
  submit: '绑定银行卡',
  sending: '正在绑定您的银行卡',
  note: '卡信息加密发送，不会被保存。',
  expired: '填写时间已过，内容已清除，未产生扣款。请停止绑定后重新开始。',
  problems: {
    'number.empty': '请输入卡号。',
    'number.short': '请输入完整的卡号。',
    'number.wrong': '请核对卡号，有数字不正确。',
    'expiry.empty': '请输入有效期。',
    'expiry.short': '请输入两位月份和两位年份。',
    'expiry.wrong': '请核对有效期。例如：07/29',
    'expiry.past': '此卡已过期，请使用其他卡。',
    'password.empty': '请输入卡密码前两位。',
    'password.short': '请输入两位数字。',
    'password.wrong': '请输入两位数字。',
    'birthDate.empty': '请输入出生日期。',
    'birthDate.short': '请输入全部6位数字。例如：900101',
    'birthDate.wrong': '请核对出生日期。例如：900101',
    'businessNumber.empty': '请输入营业执照号。',
    'businessNumber.short': '请输入全部10位数字。',
    'businessNumber.wrong': '请核对营业执照号。',
  },
}

/** The form's texts, by language. */
export const FORM_TEXTS: Readonly<Record<Locale, FormTexts>> = { ko: KO, en: EN, ja: JA, zh: ZH }

/** Texts of an offer that are different where our form asks for the card, and not a window of the PG. */
interface FormWords extends Pick<OfferText['message'], 'sdk_blocked' | 'window_failed'> {
  /** What to do while the form is open. */
  readonly open: string
}

const AROUND: Readonly<Record<Locale, FormWords>> = {
  ko: {
    open: '카드 정보를 입력해 주세요',
    sdk_blocked: '카드 입력란을 불러오지 못했어요. 네트워크를 확인한 뒤 다시 시도해 주세요.',
    window_failed: '카드 입력란을 열지 못했어요. 화면을 새로 고친 뒤 다시 시도해 주세요.',
  },
  en: {
    open: 'Enter your card details',
    sdk_blocked: 'The card form could not load. Check your network, then try again.',
    window_failed: 'The card form could not open. Reload the page, then try again.',
  },
  ja: {
    open: 'カード情報を入力してください',
    sdk_blocked: 'カードの入力欄を読み込めませんでした。ネットワークを確認して、もう一度お試しください。',
    window_failed: 'カードの入力欄を開けませんでした。ページを再読み込みして、もう一度お試しください。',
  },
  zh: {
    open: '请填写银行卡信息',
    sdk_blocked: '无法加载银行卡填写框。请检查您的网络后重试。',
    window_failed: '无法打开银行卡填写框。请刷新页面后重试。',
  },
}

/** The same offer, speaking of the form where it speaks of a window. */
export function aroundForm(text: OfferText, locale: Locale): OfferText {
  const { open, ...message } = AROUND[locale]
  return { ...text, action: { ...text.action, open }, message: { ...text.message, ...message } }
}
