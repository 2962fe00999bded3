// Who runs the shop: what a PG's review looks for at the foot of every page. All made up.

/** The merchant as the law asks to be told. */
export const BUSINESS = {
  name: '보름 로스터스',
  owner: '한보름',
  registration: '000-00-00000',
  mailOrder: '제0000-서울가상-0000호',
  address: '서울특별시 가상구 달빛로 15, 1층',
  phone: '02-0000-0000',
  email: 'help@boreum.example',
  hours: '평일 10:00–17:00',
} as const
