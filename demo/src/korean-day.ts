// A day as people in Korea say it.
const DAY = new Intl.DateTimeFormat('ko-KR', {
  month: 'long',
  day: 'numeric',
  weekday: 'long',
  timeZone: 'Asia/Seoul',
})

/** `12월 24일 목요일` for ms since the epoch. */
export const koreanDay = (time: number): string => DAY.format(time)
