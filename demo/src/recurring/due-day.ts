// When a monthly subscription is due, in the calendar of Korea.
import { Temporal } from 'temporal-polyfill'

const ZONE = 'Asia/Seoul'
/** Cards are charged while people are awake and their banks answer. */
const HOUR = 10

/**
 * Ms since the epoch at which a period of a subscription is charged. Period 0 begins on `start` (`YYYY-MM-DD`). Each is
 * counted from the start, never from the one before: what began on 31 January is due on 28 February and on 31 March.
 */
export function dueAt(start: string, period: number): number {
  const first = Temporal.PlainDate.from(start)
  const day = first.add({ months: period }, { overflow: 'constrain' })
  return day.toZonedDateTime({ timeZone: ZONE, plainTime: { hour: HOUR } }).epochMilliseconds
}

/** So many days later at the same hour in Korea. */
export function daysLater(time: number, days: number): number {
  const now = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(ZONE)
  return now.add({ days }).epochMilliseconds
}

/** `2027-02-28` in Korea, for ms since the epoch. */
export const koreanDate = (time: number): string =>
  Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(ZONE).toPlainDate().toString()
