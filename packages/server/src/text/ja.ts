// Japanese: です・ます.
import type { KindWords, Words } from './words.ts'

const kind = (noun: string, issuer: string): KindWords => ({
  action: {
    idle: `${noun}を登録する`,
    finishing: `${noun}を登録しています`,
    declined: `別の${noun}で登録する`,
  },
  issued: `${noun}が登録されました`,
  problem: {
    card_declined: `${issuer}が登録を承認しませんでした。別の${noun}をお試しになるか、${issuer}にお問い合わせください。`,
    card_expired: `${noun}の有効期限が切れています。別の${noun}でもう一度お試しください。`,
    card_invalid: `${noun}の情報をもう一度ご確認ください。`,
    card_unsupported: `この${noun}は登録できません。別の${noun}でもう一度お試しください。`,
    card_limit: `${noun}の限度額を超えています。限度額をご確認になるか、別の${noun}でお試しください。`,
  },
})

/** Japanese texts. */
export const ja: Words = {
  amount: (digits) => `${digits}ウォン`,
  cycle: { week: '週', month: '月', year: '年' },
  chargedNow: (amount) => `いま${amount}が決済されます。`,
  notCharged: '本日は決済されません。',
  change: '変更',
  open: '登録画面で続けてください',
  cardCheck: 'カードの確認のため少額が決済され、すぐに取り消されます。',
  account: (label) => `${label} のアカウントに登録されます`,
  test: 'テスト',
  message: {
    cancelled: '登録を中止しました。',
    retriable: 'まだ結果を確認しています。もう一度登録してもかまいません。',
    sdk_blocked:
      '登録画面を読み込めませんでした。広告ブロックを切るかネットワークを確認して、もう一度お試しください。',
    window_failed: '登録画面を開けませんでした。ポップアップを許可して、もう一度お試しください。',
    done: '登録完了',
    terms: '全文を見る',
    stop: '登録をやめる',
  },
  uncharged: '決済された金額はありません。',
  kinds: {
    card: kind('カード', 'カード会社'),
    phone: kind('携帯電話', '携帯電話会社'),
    account: kind('口座', '銀行'),
  },
  problem: {
    request: 'リクエストを処理できませんでした。画面を再読み込みして、もう一度お試しください。',
    setup: '決済の設定に問題があり、登録できません。続く場合はカスタマーサポートにお知らせください。',
    later: 'ただいま登録できません。しばらくしてからもう一度お試しください。',
    unsupported_version: '画面が古くなっています。再読み込みして、もう一度お試しください。',
    consent_required: '内容をご確認のうえ、同意してください。',
    unauthenticated: 'ログインすると続けて登録できます。',
    not_found: '登録情報が見つかりません。登録を始めたアカウントでログインしているかご確認ください。',
    offer_changed: '金額または条件が変わりました。ご確認のうえ、もう一度押してください。',
    registration_conflict: 'この登録はすでに処理中です。しばらくしてから結果をご確認ください。',
    registration_expired: '時間が過ぎました。最初からやり直してください。',
    too_many_attempts: '試行回数が多いため一時停止しています。後でもう一度お試しください。',
    method_gone: '登録されたお支払い方法は利用できなくなりました。もう一度ご登録ください。',
    holder_mismatch: '入力された情報が名義と一致しません。もう一度ご確認ください。',
    not_completed: '登録が完了していません。もう一度お試しください。',
    return_refused: '結果を確認できなかったため、登録していません。最初からやり直してください。',
    return_mismatch: '結果をもう一度確認しています。再登録せずに、カスタマーサポートにお問い合わせください。',
    outcome_unknown: '結果を確認しています。この画面を閉じてもかまいません。再登録せずに少しお待ちください。',
    payment_declined:
      '初回のお支払いができませんでした。別のお支払い方法を登録するか、お問い合わせください。',
    payment_uncertain: '初回のお支払い結果を確認しています。再登録は不要です。',
  },
}
