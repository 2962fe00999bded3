// The documented transition table is the one that runs.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { INPUTS, TRANSITIONS } from './transition.ts'

const docs = readFileSync(new URL('../../../../docs/registration-states.md', import.meta.url), 'utf8')
const cells = docs.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))

it('is documented pair by pair', () => {
  const documented = cells
    .filter(([, from = '', , to = '']) => from in TRANSITIONS && to in TRANSITIONS)
    .map(([, from, input, to]) => `${from} ${input} ${to}`)
  const running = Object.entries(TRANSITIONS).flatMap(([from, row]) =>
    Object.entries(row).map(([input, to]) => `${from} ${input} ${to}`),
  )
  expect(documented.toSorted()).toEqual(running.toSorted())
})

it('explains every input', () => {
  const explained = cells.map(([, name = '']) => name.replaceAll('`', ''))
  for (const input of INPUTS) expect(explained).toContain(input)
})
