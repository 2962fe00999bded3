import { describe, expect, it } from 'vitest'
import { offerPath, registrationPath } from './routes.ts'

describe('paths under the mount', () => {
  it.each([
    [{ locale: 'ko' }, '/offer?&locale=ko'],
    [{ locale: 'ko', plan: '', provider: undefined }, '/offer?&locale=ko'],
    [{ locale: 'en', plan: 'pro & more' }, '/offer?&locale=en&plan=pro%20%26%20more'],
    [
      { locale: 'ko', mode: 'card-form', provider: 'toss', plan: 'pro' },
      '/offer?&locale=ko&plan=pro&provider=toss&mode=card-form',
    ],
  ])('an offer for %j is asked for at %s', (source, path) => {
    expect(offerPath(source)).toBe(path)
  })

  it('an id from elsewhere leads nowhere else', () => {
    expect(registrationPath('../offer?x=1#', 'complete')).toBe(
      '/registrations/..%2Foffer%3Fx%3D1%23/complete',
    )
  })
})
