// Japanese: です・ます.
import { messages as common } from '../../i18n/ja.ts'
import type { Messages } from './messages.ts'

/** Japanese texts. */
export const messages: Messages = {
  ...common,
  list: '登録した決済手段',
  empty: '登録した決済手段はありません。',
  kind: { card: 'カード', phone: '携帯電話', account: '口座' },
  standard: 'メイン',
  since: '{}に登録',
  makeDefault: 'メインにする',
  remove: '削除',
  login: 'ログインすると、登録した決済手段を確認できます。',
  unavailable: 'ただいまご利用いただけません。しばらくしてからもう一度お試しください。',
  question: '削除しますか。この決済手段では今後決済されません。',
  yes: '削除する',
  no: 'キャンセル',
  checking: '削除されたか確認しています。',
  replace: '変更',
  add: '新しく登録する',
  close: '閉じる',
  instead: '新しく登録すると、この決済手段は削除されます。',
  done: {
    removed: '削除しました。',
    changed: 'メインの決済手段を変更しました。',
    kept: '処理できませんでした。変更された内容はありません。もう一度お試しください。',
    added: '新しい決済手段を登録しました。',
    replaced: '新しい決済手段に変更しました。',
    half: '新しい決済手段は登録されましたが、以前のものを変更できませんでした。一覧から変更してください。',
  },
}
