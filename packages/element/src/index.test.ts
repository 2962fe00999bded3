import { describe, expect, it } from 'vitest'

describe('importing the element on a server', () => {
  it('is harmless: neither the class nor the tag needs a document', async () => {
    expect(typeof document).toBe('undefined')
    const { BillingMethodsElement, BillingRegisterElement } = await import('./index.ts')
    expect(BillingRegisterElement.formAssociated).toBe(true)
    expect(BillingMethodsElement.observedAttributes).toContain('endpoint')
    await expect(import('./define.ts')).resolves.toBeDefined()
    await expect(import('./define-methods.ts')).resolves.toBeDefined()
  })
})
