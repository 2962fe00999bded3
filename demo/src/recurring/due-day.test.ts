import { assert, date, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysLater, dueAt, koreanDate } from './due-day.ts'

const days = (start: string, periods: readonly number[]): string[] =>
  periods.map((period) => koreanDate(dueAt(start, period)))

describe('a monthly subscription', () => {
  it('that began on 31 January is due on the last day of shorter months, and on the 31st again after them', () => {
    expect(days('2027-01-31', [0, 1, 2, 3, 4])).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
      '2027-05-31',
    ])
  })

  it('is due on 29 February where there is one', () => {
    expect(days('2027-12-30', [2, 3])).toEqual(['2028-02-29', '2028-03-30'])
    expect(days('2028-02-29', [12, 48])).toEqual(['2029-02-28', '2032-02-29'])
  })

  it('is due at ten in the morning in Seoul, wherever the server stands', () => {
    expect(new Date(dueAt('2027-01-31', 1)).toISOString()).toBe('2027-02-28T01:00:00.000Z')
  })

  it('is tried again at the same hour', () => {
    expect(new Date(daysLater(dueAt('2027-02-27', 0), 3)).toISOString()).toBe('2027-03-02T01:00:00.000Z')
  })

  it('is due once in each month, on its day or on the last one', () => {
    assert(
      property(
        date({
          min: new Date('2020-01-01'),
          max: new Date('2080-12-31'),
          noInvalidDate: true,
        }),
        integer({ min: 0, max: 240 }),
        (day, period) => {
          const start = day.toISOString().slice(0, 10)
          const [year = 0, month = 0, dayOfMonth = 0] = start.split('-').map(Number)
          const months = year * 12 + (month - 1) + period
          const last = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate()
          const due = koreanDate(dueAt(start, period)).split('-').map(Number)
          expect(due).toEqual([Math.floor(months / 12), (months % 12) + 1, Math.min(dayOfMonth, last)])
        },
      ),
    )
  })
})
