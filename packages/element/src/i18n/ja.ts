// Japanese: です・ます.
import type { Messages } from './messages.ts'

/** Japanese texts. */
export const messages: Messages = {
  action: {
    idle: '登録する',
    finishing: '登録しています',
    uncertain: 'もう一度確認する',
    failed: 'もう一度試す',
  },
  text: {
    issued: '登録されました',
    cancelled: '登録を中止しました。',
    uncertain: '結果を確認しています。この画面を閉じてもかまいません。再登録せずに少しお待ちください。',
    network: '接続できませんでした。ネットワークを確認して、もう一度お試しください。',
  },
  unavailable: 'ただいま登録できません。しばらくしてからもう一度お試しください。',
  finish: '登録を完了する',
  support: 'お問い合わせコード',
}
