// Every PG has its page for merchants, with all that a merchant must know before choosing it.
import { PROVIDER_IDS } from '@billing-register/contract'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const FOR_MERCHANTS = [
  'What the customer sees',
  'What can be promised',
  'Test mode',
  'Tunnels and previews',
  'Known limits',
] as const

describe.each(PROVIDER_IDS)('docs/providers/%s.md', (id) => {
  const text = readFileSync(new URL(`../../../../docs/providers/${id}.md`, import.meta.url), 'utf8')

  it.each(FOR_MERCHANTS)('says: %s', (heading) => expect(text).toContain(`\n**${heading}.** `))

  it('says what to get from the PG, which key goes where, and where its facts come from', () => {
    expect(text).toMatch(/\| what you get from[^\n]*\| where it goes/)
    expect(text).toMatch(/the server only/)
    expect(text).toMatch(/Source of the facts: \[/)
    expect(text).toContain('## After registering')
  })
})
