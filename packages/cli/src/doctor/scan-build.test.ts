// What is sent to browsers holds no secret: the doctor finds the ones that slipped in, and repeats none of them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { leaksIn, scanBuild } from './scan-build.ts'

describe('the scan of a build', () => {
  it.each([
    ['a Danal secret key', "fetch(u,{k:'SK_TEST_0123456789abcdef'})"],
    ['a Toss Payments secret key', 'const s="live_sk_0123456789abcdef"'],
    ['a Toss Payments secret key', 'const s="test_gsk_0123456789abcdef"'],
    ['a webhook secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['an Authorization header', "headers:{authorization:'Basic dGVzdF9za18wMTIzNDU2Nzg5'}"],
  ])('finds %s and does not repeat it', (what, text) => {
    const leaks = leaksIn(`fine\n${text}`, 'app.js', {})
    expect(leaks).toEqual([{ file: 'app.js', line: 2, what }])
    expect(JSON.stringify(leaks)).not.toContain('0123')
  })

  it('finds the very value of a secret environment variable, whatever it looks like', () => {
    const environment = { PORTONE_API_SECRET: 'x9-plain-looking-value', HOME: '/home/merchant-of-coffee' }
    const text = 'a="x9-plain-looking-value";b="/home/merchant-of-coffee"'
    expect(leaksIn(text, 'app.js', environment)).toEqual([
      { file: 'app.js', line: 1, what: 'the value of PORTONE_API_SECRET' },
    ])
  })

  it('leaves alone what belongs to the page: client keys, and words that only look alike', () => {
    const text =
      "clientKey:'CL_TEST_0123456789abcdef',toss:'test_ck_0123456789abcdef',a:'TASK_LIST_OF_ITEMS',b:'Basic plan'"
    expect(leaksIn(text, 'app.js', {})).toEqual([])
  })

  it('reads every text file of the folder, and no other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'billing-build-'))
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<p>fine</p>')
    writeFileSync(join(folder, 'assets', 'app.js.map'), '"SK_TEST_0123456789abcdef"')
    writeFileSync(join(folder, 'assets', 'photo.png'), 'SK_TEST_0123456789abcdef')
    expect(scanBuild(folder, {})).toMatchObject({ files: 2, leaks: [{ file: join('assets', 'app.js.map') }] })
    rmSync(folder, { recursive: true })
  })
})
