// The ways a card can be registered here, one page each, and the ways that the playground and a query add.
import type { ProviderId } from '@billing-register/contract'

/** A page on which a card is registered. */
export interface Flow {
  readonly path: string
  /** Name of the provider instance. */
  readonly provider: string
  readonly pg: ProviderId
  readonly pgName: string
  /** The card is asked for on the page itself. */
  readonly mode?: 'card-form'
  /** Names of provider instances between which this page can be switched, with what they are called. */
  readonly choices?: readonly (readonly [string, string])[]
  readonly title: string
  /** One line for the list of ways. */
  readonly short: string
  /** What happens here, for developers. */
  readonly how: string
}

const FLOWS: readonly Flow[] = [
  {
    path: '/danal',
    provider: 'danal',
    pg: 'danal',
    pgName: '다날',
    title: '다날, 서버로 돌아오기',
    short: '결과가 우리 서버로 먼저 와요. 기본값이에요.',
    how: '다날 등록 창은 결과를 상점 서버의 돌아오는 문으로 보내요. 서버가 받아 적고 303으로 이 화면에 돌려보내면, 태그가 이어서 마쳐요. 거래 번호는 이 페이지의 주소에 한 번도 나타나지 않아요.',
  },
  {
    path: '/danal-page-return',
    provider: 'danal-page',
    pg: 'danal',
    pgName: '다날',
    title: '다날, 화면으로 돌아오기',
    short: 'successUrl이 이 화면 자신이에요.',
    how: '다날 등록 창이 이 화면으로 바로 돌아와요. 태그가 주소에서 결과를 꺼내고 주소를 지운 뒤 서버에 건네요. 다날이 POST로 돌아오면 상점의 한 줄이 그대로 서버의 문으로 넘겨요.',
  },
  {
    path: '/portone-v1',
    provider: 'portone-v1',
    pg: 'portone-v1',
    pgName: '포트원 V1',
    title: '포트원 V1, 콜백과 모바일 이동',
    short: '다날 채널(danal_tpay)을 포트원으로 열어요.',
    how: '포트원 창은 콜백으로 결과를 알려 줘요. 모바일에서 화면을 옮기는 PG면 m_redirect_url로 돌아와요. 어느 쪽이든 서버가 포트원에 다시 물어보고 나서야 등록돼요.',
  },
  {
    path: '/portone-v2',
    provider: 'portone-v2',
    pg: 'portone-v2',
    pgName: '포트원 V2',
    title: '포트원 V2, 수동 승인',
    short: '토스페이먼츠 채널을 포트원 V2로 열고, 서버가 승인해야 키가 생겨요.',
    how: '포트원 V2 창은 빌링키 대신 승인에 쓸 토큰을 돌려줘요. 서버가 승인하고, 생긴 키를 다시 조회해서 상점·채널·고객이 모두 맞아야 등록돼요. PC에서는 약속(Promise)으로, 모바일에서는 옮겨 가서 돌아와요.',
  },
  {
    path: '/toss',
    provider: 'toss',
    pg: 'toss',
    pgName: '토스페이먼츠',
    title: '토스페이먼츠, 두 걸음',
    short: 'PC에서는 화면 위 창으로, 모바일에서는 옮겨 가서 등록해요.',
    how: '토스 창은 한 번만 쓸 수 있는 authKey를 서버의 돌아오는 문에 남겨요. 서버는 부르기 전에 멱등키를 적어 두고 빌링키로 바꿔요. 답을 잃으면 같은 멱등키로 똑같이 다시 물어서 찾아요.',
  },
  {
    path: '/card-form',
    provider: 'toss',
    pg: 'toss',
    pgName: '토스페이먼츠',
    mode: 'card-form',
    choices: [
      ['toss', '토스페이먼츠'],
      ['portone-v1-nice', '포트원 V1'],
      ['portone-v2', '포트원 V2'],
    ],
    title: '카드 번호를 직접 받기',
    short: '카드 정보를 다뤄도 되는 계약이 있는 상점만 쓸 수 있어요.',
    how: '입력 칸은 이 페이지의 스크립트가 들여다볼 수 없는 문서 안에 있어요. 카드 정보는 그 안에서 이 등록만을 위한 공개 키로 암호화돼서, 상점 페이지에는 암호문만 나와요. 서버는 열어서 PG에 한 번 보내고 바로 잊어요.',
  },
]

/** Those of the flows whose provider instance is there. */
export const flowsWith = (names: readonly string[]): readonly Flow[] =>
  FLOWS.filter(({ provider }) => names.includes(provider))

/** The PGs of these flows, with their names. */
export const pgNamesOf = (flows: readonly Flow[]): readonly (readonly [ProviderId, string])[] => [
  ...new Map(flows.map(({ pg, pgName }) => [pg, pgName])),
]

/** Names of provider instances that a PG's pages may be opened with, by `?provider=`. */
export const VARIANTS: Readonly<Record<ProviderId, readonly string[]>> = {
  danal: ['danal', 'danal-page', 'danal-popup', 'danal-layer', 'danal-mobile'],
  'portone-v1': ['portone-v1', 'portone-v1-redirect', 'portone-v1-naverpay', 'portone-v1-nice'],
  'portone-v2': ['portone-v2', 'portone-v2-redirect', 'portone-v2-page', 'portone-v2-direct'],
  toss: ['toss', 'toss-page', 'toss-account', 'toss-self'],
}
