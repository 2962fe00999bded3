import { describe, expect, it } from 'vitest'
import { readOptions } from './options.ts'

const read = (...args: string[]): ReturnType<typeof readOptions> => readOptions(args, () => 7)

describe('the arguments of npm run chaos', () => {
  it('have defaults, and a fresh seed where none is given', () => {
    expect(read()).toMatchObject({
      seed: 7,
      registrations: 300,
      orders: 300,
      ledger: 'sqlite',
      servers: 3,
      json: false,
    })
  })

  it('are read as given', () => {
    expect(
      read(
        '--seed',
        '0',
        '--registrations',
        '5',
        '--orders',
        '0',
        '--ledger',
        'postgres',
        '--servers=2',
        '--json',
      ),
    ).toMatchObject({ seed: 0, registrations: 5, orders: 0, ledger: 'postgres', servers: 2, json: true })
  })

  it.each([
    [['--seed', 'x'], '--seed'],
    [['--seed', '-1'], 'seed'],
    [['--registrations', '0'], '--registrations'],
    [['--registrations', '1.5'], '--registrations'],
    [['--orders', '-1'], '--orders'],
    [['--ledger', 'oracle'], '--ledger'],
    [['--servers', '17'], '--servers'],
    [['--speed', '2'], '--speed'],
  ])('%j are refused by name', (args, named) => {
    expect(() => read(...args)).toThrow(named)
  })
})
