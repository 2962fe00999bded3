// What a package may depend on is its manifest's to say, and here is what the manifests may say.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from './source-files.ts'

interface Manifest {
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
  readonly scripts?: Record<string, string>
}

/** Everything that is installed with a package, per package. zod is contract's optional peer, for `./schema` alone. */
const MAY_DEPEND_ON: Readonly<Record<string, readonly string[]>> = {
  contract: ['zod'],
  element: ['@billing-register/contract', 'lit'],
  server: ['@billing-register/contract', 'hono', 'zod'],
  'ledger-sql': ['@billing-register/contract', '@billing-register/server', 'kysely', 'libsql', 'pg'],
  cli: [
    '@billing-register/contract',
    '@billing-register/server',
    'cli-table3',
    'commander',
    'jiti',
    'picocolors',
  ],
  simulator: ['@hono/node-server', 'hono'],
}

function installedWith(name: string): string[] {
  const text = readFileSync(`packages/${name}/package.json`, 'utf8')
  const { dependencies, peerDependencies, optionalDependencies }: Manifest = JSON.parse(text)
  return Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }).toSorted()
}

describe('dependencies', () => {
  it.each(Object.entries(MAY_DEPEND_ON))('of %s are %j and no more', (name, allowed) => {
    expect(installedWith(name)).toEqual(allowed)
  })
})

describe('npm pack', () => {
  it.each(Object.keys(MAY_DEPEND_ON))('builds %s first: what is packed is never empty or old', (name) => {
    const { scripts }: Manifest = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'))
    expect(scripts?.['prepack']).toBe(scripts?.['build'] === undefined ? 'tsc -b' : 'npm run build')
  })
})

describe('zod', () => {
  it("is imported as `import * as z from 'zod/mini'` everywhere, so that unused parts can be left out", () => {
    const lines = sourceFiles().flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => /^(import|export)\b.*from 'zod/.test(line))
        .map((line) => `${path}: ${line}`),
    )
    const others = lines.filter((line) => !/: import (type )?\* as z from 'zod\/mini'$/.test(line))
    expect(lines.length).toBeGreaterThan(0)
    expect(others).toEqual([])
  })
})

/** Where a secret may be told, and why. */
const REVEALS: Readonly<Record<string, string>> = {
  'packages/server/src/secret.ts': 'it is defined here',
  'packages/server/src/providers/': 'it goes to the PG, or is checked at start',
  'packages/server/src/card-form/': 'a typed card goes to its PG, a form key opens what the form sent',
  'packages/server/src/http/read-json.ts': 'the raw answer of a PG is parsed for its provider',
  'packages/server/src/operator/resolve.ts': 'a key that a person typed must not be empty',
  'packages/server/src/operator/export.ts': 'a merchant who leaves takes the keys along',
  'packages/server/src/http/exchange-text.ts': 'it is sealed in the same step',
  'packages/server/src/testing/': 'contract suites compare keys',
  'packages/server/test/': 'tests compare keys',
  'packages/ledger-sql/src/brief-secrets.ts': 'it is sealed in the same step',
  'packages/ledger-sql/src/codec.ts': 'it is sealed in the same step',
  'packages/ledger-sql/src/key-lookup.ts': 'only a keyed digest of it is kept',
  'packages/ledger-sql/src/method-by-key.ts': 'it is compared with the one that is sealed in the row',
  'packages/ledger-sql/src/testing/': 'tests compare keys',
  'packages/server/src/ledger/memory-payments.ts': 'two keys are compared',
  'packages/server/src/recovery/seek-surplus.ts': 'two keys are compared',
  'packages/server/src/webhooks/ours.ts': 'only a keyed digest of it is kept',
  'demo/src/truth/compare.ts': 'the demo shows its last characters beside what the PG holds',
}

describe('a secret', () => {
  it('is revealed only where it goes to the PG or is masked', () => {
    const places = sourceFiles()
      .filter(({ path, text }) => !path.endsWith('.test.ts') && /\.?\breveal\(\)/.test(text))
      .map(({ path }) => path)
    const elsewhere = places.filter(
      (path) => !Object.keys(REVEALS).some((allowed) => path.startsWith(allowed)),
    )
    expect(places.length).toBeGreaterThan(0)
    expect(elsewhere).toEqual([])
  })
})

/** Where a `fetch` may be called in the server, and why. */
const CALLS_FETCH: Readonly<Record<string, string>> = {
  'packages/server/src/http/pg-client.ts': 'the one module that talks to PGs',
  'packages/server/src/create-billing.ts':
    "the platform's own one is what is passed in where the merchant passes none",
}

describe('a PG', () => {
  it('is called by one module alone, which lets nothing of the call out', () => {
    const callers = sourceFiles()
      .filter(({ path }) => /^packages\/server\/src\/(?!testing\/)/.test(path) && !path.endsWith('.test.ts'))
      .filter(({ text }) =>
        /(?<![.\w])fetch\((?!option:)|\w*(core|context|config|outer|options|reach)\.fetch\(/i.test(text),
      )
      .map(({ path }) => path)
    expect(callers.toSorted()).toEqual(Object.keys(CALLS_FETCH).toSorted())
  })
})
