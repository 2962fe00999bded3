// What is published works in a merchant's project: packed, installed, imported, compiled.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packedConsumer, PUBLISHED, specifiersOf, type Consumer } from './packed.ts'

const SERVER = `import { createBilling, danal, memoryLedger, portoneV1, type Billing } from '@billing-register/server'

export const billing: Billing = createBilling({
  publicUrl: 'https://shop.example/billing',
  providers: [
    danal({ clientKey: 'CL_TEST_a', merchantId: 'M1', secretKey: 'SK_TEST_a' }),
    portoneV1({ userCode: 'imp12345678', apiKey: '1234567890123456', apiSecret: 'a'.repeat(80), channelKey: 'channel-key-a' }),
  ],
  ledger: memoryLedger(),
  identify: () => ({ id: 'customer-1' }),
  order: ({ plan }) => ({ name: plan ?? 'Pro', amount: 9900 }),
  onIssued: async ({ customer, paymentMethod }) => console.log(customer.id, paymentMethod.id),
})
export default { fetch: billing.fetch }
`

const PAGE = `import '@billing-register/element/define'
import { BillingRegisterElement, type BillingIssuedEvent } from '@billing-register/element'

const element: BillingRegisterElement | null = document.querySelector('billing-register')
element?.addEventListener('billing-issued', (event: BillingIssuedEvent) => console.log(event.type))
`

const MISUSE = `import { createBilling } from '@billing-register/server'
createBilling({ publicUrl: 1 })
`

/** What the samples take from the merchant's own project. */
const AROUND = `import type { Hono } from 'hono'
declare const [clientKey, merchantId, secretKey, paymentMethodId]: string[]
declare const process: { env: Record<string, string | undefined> }
declare const app: Hono
declare function userOf(request: Request): { id: string } | null
declare function activate(customerId: string, paymentMethodId: string): Promise<void>
declare function extendSubscription(): void
`

/** Every sample in TypeScript of a text, one after the other, as somebody would who follows it. */
const samplesOf = (path: string): string =>
  [...readFileSync(path, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code).join('\n')

const COMPILER_OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  target: 'es2022',
  module: 'nodenext',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: [],
}

describe('the packed packages', () => {
  let consumer: Consumer
  beforeAll(() => void (consumer = packedConsumer()))
  afterAll(() => consumer.remove())

  const run = (bin: string, ...args: string[]) =>
    spawnSync(process.execPath, [resolve(bin), ...args], { cwd: consumer.folder, encoding: 'utf8' })

  const compile = (name: string, ...texts: string[]): string => {
    const files = texts.map((text, index) => {
      consumer.write(`${name}-${index}.ts`, text)
      return `${name}-${index}.ts`
    })
    consumer.write(`${name}.json`, JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files }))
    return run('node_modules/typescript/bin/tsc', '-p', `${name}.json`, '--pretty', 'false').stdout
  }

  it.each(PUBLISHED)('%s holds what is published and nothing else', (name) => {
    const paths = consumer.contents(name)
    const surprising = paths.filter(
      (path) =>
        !/^(package\.json|LICENSE|README(\.ko)?\.md|browser-guard\.js)$/.test(path) &&
        !/^dist\/([\w./-]+\.(js|d\.ts|d\.ts\.map|js\.map)|(cdn\/)?NOTICE\.txt|custom-elements\.json)$/.test(
          path,
        ),
    )
    expect(paths).toEqual(expect.arrayContaining(['dist/index.js', 'LICENSE']))
    expect([...surprising, ...paths.filter((path) => /\.test\./.test(path))]).toEqual([])
  })

  it('tell whose code they carry, and under which licence', () => {
    const read = (path: string): string =>
      readFileSync(join(consumer.folder, 'node_modules/@billing-register', path), 'utf8')
    const server = read('server/dist/NOTICE.txt')
    for (const name of ['zod', 'jose', 'standardwebhooks', '@stablelib/base64', 'fast-sha256'])
      expect(server).toMatch(new RegExp(`^${name} [\\d.]+ \\((MIT|Unlicense)\\)$`, 'm'))
    expect(server).toContain('Permission is hereby granted, free of charge')
    expect(read('element/dist/cdn/NOTICE.txt')).toContain('BSD 3-Clause License')
  })

  it.each(PUBLISHED)('%s is what publint asks for', (name) => {
    const { status, stdout } = run('node_modules/publint/src/cli.js', consumer.tarball(name), '--strict')
    expect(stdout).toContain('All good!')
    expect(status).toBe(0)
  })

  it.each(PUBLISHED)('%s resolves with the types of what it runs', (name) => {
    const attw = 'node_modules/@arethetypeswrong/cli/dist/index.js'
    const { status, stdout } = run(attw, consumer.tarball(name), '--profile', 'esm-only', '--format', 'json')
    expect(stdout).toContain('"analysis"')
    expect(status).toBe(0)
  })

  it.each(PUBLISHED.flatMap(specifiersOf))('%s can be imported in plain Node', (specifier) => {
    const code = `const m = await import('${specifier}'); console.log('imported', Object.keys(m).length)`
    expect(consumer.node('--input-type=module', '-e', code)).toMatch(/^imported \d+\n$/)
  })

  it("compile in a merchant's server", () => {
    expect(compile('server', SERVER)).toBe('')
  })

  it("compile in a merchant's page", () => {
    expect(compile('page', PAGE)).toBe('')
  })

  it('compile as the READMEs use them', () => {
    const samples = ['README.md', 'README.ko.md', 'packages/server/README.md'].map(samplesOf)
    for (const sample of samples) expect(sample).toContain('createBilling({')
    expect(compile('sample', ...samples.map((sample) => AROUND + sample))).toBe('')
  })

  it("run on the command line, from a merchant's own TypeScript configuration", () => {
    // Without PortOne, whose test and live keys look alike: the two must not be mixed.
    consumer.write('billing.ts', SERVER.replace(/\n +portoneV1\(.*/, ''))
    consumer.write('billing.config.ts', "export { billing as default } from './billing.ts'\n")
    const cli = join(consumer.folder, 'node_modules/billing-register/dist/main.js')
    expect(consumer.node(cli, '--json', 'registrations', 'list')).toBe('[]\n')
    expect(consumer.node(cli, '--version')).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(consumer.node(cli, '--config', 'none.ts', 'rotate')).toBe(
      'error: --config: there is no file none.ts\n',
    )
  })

  it('have types that refuse a wrong option', () => {
    expect(compile('misuse', MISUSE)).toContain('error TS')
  })

  it('the server carries its schemas with it and leaves hono to the merchant', () => {
    const dist = join(consumer.folder, 'node_modules/@billing-register/server/dist')
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.js'),
    )
    const imported = files.flatMap((path) =>
      [
        ...readFileSync(join(dist, path), 'utf8').matchAll(
          /^(?:import|export)[^'"]*from ["']([^."'][^"']*)["']/gm,
        ),
      ].map((match) => match[1]),
    )
    expect(imported.length).toBeGreaterThan(0)
    expect(imported.filter((specifier) => !/^hono(\/|$)/.test(specifier ?? ''))).toEqual([])
  })
})
