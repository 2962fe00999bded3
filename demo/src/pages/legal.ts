// The pages that the law and a PG's review ask for: terms, privacy, refunds, cancelling.
import { html } from 'hono/html'
import { BUSINESS } from './business.ts'
import type { Html } from './html.ts'
import { layout, type PageContext } from './layout.ts'

interface Section {
  readonly title: string
  readonly text: readonly string[]
}

/** One page of plain text. */
export interface LegalPage {
  readonly path: string
  readonly title: string
  readonly lead: string
  readonly sections: readonly Section[]
}

const REACH = `고객센터 ${BUSINESS.phone} (${BUSINESS.hours}) 또는 ${BUSINESS.email}`

export const LEGAL_PAGES: readonly LegalPage[] = [
  {
    path: '/terms',
    title: '이용약관',
    lead: '구독을 시작하기 전에 알아 두실 것을 짧게 적었어요.',
    sections: [
      {
        title: '무엇을 드리나요',
        text: [
          '매달 보름에 맞춰 커피 200g 한 봉지를 보내 드려요. 한 달에 보름이 두 번이면 한 봉지를 더 보내 드리고, 값은 그대로예요.',
          '배송지는 국내로 한정하고, 보름이 공휴일이면 앞선 평일에 도착하도록 보내요.',
        ],
      },
      {
        title: '결제',
        text: [
          '구독료는 등록하신 카드로 매월 1일에 결제돼요. 첫 결제일은 등록 화면에서 미리 알려 드려요.',
          '결제되지 않으면 사흘 동안 하루 한 번 다시 시도하고, 그래도 안 되면 구독을 쉬게 하고 알려 드려요.',
        ],
      },
      {
        title: '바뀔 때',
        text: [
          '금액이나 결제일, 이 약관이 고객께 불리하게 바뀌면 30일 전에 이메일과 문자로 알리고 다시 동의를 받아요.',
          '동의하지 않으셔도 불이익은 없어요. 바뀌기 전까지만 구독이 이어져요.',
        ],
      },
    ],
  },
  {
    path: '/privacy',
    title: '개인정보처리방침',
    lead: '보내 드리는 데 필요한 만큼만 받고, 쓰임이 끝나면 지워요.',
    sections: [
      {
        title: '무엇을 받나요',
        text: [
          '이름, 이메일, 휴대폰 번호, 배송지를 받아요. 커피를 보내고 결제를 알리는 데만 써요.',
          '카드 번호는 받지 않아요. 카드는 결제대행사(PG)의 창에서 등록하고, 저희는 결제수단을 가리키는 값과 카드사 이름, 가려진 번호만 보관해요.',
        ],
      },
      {
        title: '누구에게 맡기나요',
        text: [
          '결제 처리: (주)다날, (주)코리아포트원. 배송: 택배사. 맡긴 일에 필요한 것만 전하고, 일이 끝나면 지우게 해요.',
        ],
      },
      {
        title: '얼마나 보관하나요',
        text: [
          '구독이 끝나면 지워요. 다만 법에 따라 계약과 결제 기록은 5년, 소비자 불만 기록은 3년 보관해요.',
          `열람, 정정, 삭제를 원하시면 ${REACH}로 말씀해 주세요. 책임자는 ${BUSINESS.owner}예요.`,
        ],
      },
    ],
  },
  {
    path: '/refund',
    title: '환불 안내',
    lead: '볶기 전이면 전부, 볶은 뒤에도 저희 잘못이면 전부 돌려 드려요.',
    sections: [
      {
        title: '아직 볶지 않았을 때',
        text: ['보름 사흘 전까지는 이유를 묻지 않고 전액을 돌려 드려요.'],
      },
      {
        title: '볶은 뒤',
        text: [
          '커피는 식품이라 봉지를 뜯으신 뒤에는 돌려받기 어려워요. 뜯지 않으셨다면 받은 날부터 7일 안에 배송비를 빼고 돌려 드려요.',
          '상했거나 다른 것이 왔다면 30일 안에 알려 주세요. 다시 보내 드리거나 전액을 돌려 드려요. 배송비는 저희가 내요.',
        ],
      },
      {
        title: '돌려받는 방법',
        text: [
          `${REACH}로 말씀해 주시면 영업일 3일 안에 결제하신 카드의 승인을 취소해요. 카드사에 따라 며칠 더 걸릴 수 있어요.`,
        ],
      },
    ],
  },
  {
    path: '/cancel',
    title: '해지 안내',
    lead: '그만두는 일이 시작하는 일보다 어려우면 안 된다고 생각해요.',
    sections: [
      {
        title: '언제까지',
        text: [
          '결제일(매월 1일) 전날 밤 12시까지 알려 주시면 다음 결제가 나가지 않아요. 위약금은 없어요.',
          '이미 결제된 봉지는 그대로 보내 드리거나, 볶기 전이면 전액 돌려 드려요.',
        ],
      },
      {
        title: '어떻게',
        text: [`${REACH}로 “해지”라고만 보내 주세요. 받은 날 처리하고 처리했다고 알려 드려요.`],
      },
      {
        title: '그 뒤',
        text: [
          '해지하면 등록하신 카드를 PG에서도 지워 달라고 요청해요. 다시 시작하실 때는 카드를 새로 등록하시면 돼요.',
        ],
      },
    ],
  },
]

export function legalPage(context: PageContext, page: LegalPage): Html {
  return layout(context, {
    title: page.title,
    main: html`<article class="text-page">
      <h1>${page.title}</h1>
      <p class="lead">${page.lead}</p>
      ${page.sections.map(
        ({ title, text }) =>
          html`<section>
            <h2>${title}</h2>
            ${text.map((paragraph) => html`<p>${paragraph}</p>`)}
          </section>`,
      )}
      <p class="since">2026년 11월 1일부터</p>
    </article>`,
  })
}
