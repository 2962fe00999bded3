// Small offences against each wall and rule of the linter, and their lawful twins.

/** One wall, and what it must refuse and allow. */
export interface Case {
  readonly wall: string
  /** Where the file stands in the project: walls go by path. */
  readonly at: string
  readonly bad: string
  readonly good: string
  /** A path for the bad half alone. */
  readonly badAt?: string
  /** `no-restricted-imports` when absent. */
  readonly rule?: string
}

const SERVER = 'packages/server/src'
const LEDGER_SQL = 'packages/ledger-sql/src'
const ELEMENT = 'packages/element/src'

/** Who may import whom. */
export const WALLS: readonly Case[] = [
  {
    wall: 'contract has no dependency',
    at: 'packages/contract/src/x.ts',
    bad: "import * as z from 'zod/mini'\nexport const a = z",
    good: "import { b } from './b.ts'\nexport const a = b",
  },
  {
    wall: 'contract knows no other package of ours',
    at: 'packages/contract/src/x.ts',
    bad: "export type { A } from '@billing-register/server'",
    good: "export type { A } from './a.ts'",
  },
  {
    wall: 'schemas depend on zod/mini alone',
    at: 'packages/contract/src/schema/x.ts',
    bad: "import * as z from 'zod'\nexport const a = z",
    good: "import * as z from 'zod/mini'\nexport const a = z",
  },
  {
    wall: 'element does not know zod',
    at: `${ELEMENT}/x.ts`,
    bad: "import * as z from 'zod/mini'\nexport const a = z",
    good: "import { html } from 'lit'\nexport const a = html",
  },
  {
    wall: 'element does not know the schemas, even lazily',
    at: `${ELEMENT}/x.ts`,
    bad: "export const a = () => import('@billing-register/contract/schema')",
    good: "export const a = () => import('@billing-register/contract')",
  },
  {
    wall: 'element does not know the server',
    at: `${ELEMENT}/x.ts`,
    bad: "import type { Billing } from '@billing-register/server'\nexport type A = Billing",
    good: "import type { Launch } from '@billing-register/contract'\nexport type A = Launch",
  },
  {
    wall: 'only the card form knows jose',
    at: `${SERVER}/card-form/x.ts`,
    badAt: `${SERVER}/x.ts`,
    bad: "import { compactDecrypt } from 'jose'\nexport const a = compactDecrypt",
    good: "import { compactDecrypt } from 'jose'\nexport const a = compactDecrypt",
  },
  {
    wall: 'only the providers know the library that checks webhooks',
    at: `${SERVER}/providers/x.ts`,
    badAt: `${SERVER}/x.ts`,
    bad: "import { Webhook } from 'standardwebhooks'\nexport const a = Webhook",
    good: "import { Webhook } from 'standardwebhooks'\nexport const a = Webhook",
  },
  {
    wall: 'the controller is below the element',
    at: `${ELEMENT}/registration/controller.ts`,
    bad: "import { A } from '../billing-register-element.ts'\nexport const a = A",
    good: "import { A } from './state.ts'\nexport const a = A",
  },
  {
    wall: 'the list is below its element',
    at: `${ELEMENT}/methods/x.ts`,
    bad: "import { A } from '../billing-methods-element.ts'\nexport const a = A",
    good: "import { A } from '../events.ts'\nexport const a = A",
  },
  {
    wall: 'nothing but the element is above the controller',
    at: `${ELEMENT}/registration/x.ts`,
    bad: "import { A } from './controller.ts'\nexport const a = A",
    good: "import { A } from './resume.ts'\nexport const a = A",
  },
  {
    wall: 'state.ts imports types of the contract alone: no value',
    at: `${ELEMENT}/registration/state.ts`,
    bad: "import { LOCALES } from '@billing-register/contract'\nexport const a = LOCALES",
    good: "import type { Locale } from '@billing-register/contract'\nexport type A = Locale",
  },
  {
    wall: 'state.ts imports types of the contract alone: no neighbour',
    at: `${ELEMENT}/registration/state.ts`,
    bad: "import type { A } from './host.ts'\nexport type B = A",
    good: 'export type B = string',
  },
  {
    wall: 'endpoint-client.ts knows the contract alone',
    at: `${ELEMENT}/registration/endpoint-client.ts`,
    bad: "import { A } from './state.ts'\nexport const a = A",
    good: "import { LOCALES } from '@billing-register/contract'\nexport const a = LOCALES",
  },
  {
    wall: "the element's providers know no registration",
    at: `${ELEMENT}/providers/x.ts`,
    bad: "import { A } from '../registration/controller.ts'\nexport const a = A",
    good: "import { A } from './provider.ts'\nexport const a = A",
  },
  {
    wall: 'server takes zod/mini, never the whole of zod',
    at: `${SERVER}/x.ts`,
    bad: "import * as z from 'zod'\nexport const a = z",
    good: "import * as z from 'zod/mini'\nexport const a = z",
  },
  {
    wall: 'server knows no runtime but the web',
    at: `${SERVER}/routes/x.ts`,
    bad: "import { createHash } from 'node:crypto'\nexport const a = createHash",
    good: "import { Hono } from 'hono'\nexport const a = Hono",
  },
  {
    wall: 'server does not know the simulator',
    at: `${SERVER}/providers/x.ts`,
    bad: "import { createSimulator } from '@billing-register/simulator'\nexport const a = createSimulator",
    good: "import { LOCALES } from '@billing-register/contract'\nexport const a = LOCALES",
  },
  {
    wall: 'registration is below routes',
    at: `${SERVER}/registration/x.ts`,
    bad: "import type { A } from '../routes/create.ts'\nexport type B = A",
    good: "import type { A } from '../ledger/ledger.ts'\nexport type B = A",
  },
  {
    wall: 'ledger knows registrations by their types alone',
    at: `${SERVER}/ledger/x.ts`,
    bad: "import { a } from '../registration/record.ts'\nexport const b = a",
    good: "import type { A } from '../registration/record.ts'\nexport type B = A",
  },
  {
    wall: 'providers know no ledger',
    at: `${SERVER}/providers/danal/x.ts`,
    bad: "import type { A } from '../../ledger/ledger.ts'\nexport type B = A",
    good: "import { a } from '../../http/fetch.ts'\nexport const b = a",
  },
  {
    wall: 'providers know no registration',
    at: `${SERVER}/providers/x.ts`,
    bad: "import { a } from '../registration/settle.ts'\nexport const b = a",
    good: "import { a } from './provider.ts'\nexport const b = a",
  },
  {
    wall: "http is the server's lowest room",
    at: `${SERVER}/http/x.ts`,
    bad: "import { a } from '../providers/provider.ts'\nexport const b = a",
    good: "import { a } from '../secret.ts'\nexport const b = a",
  },
  {
    wall: "cli works through the merchant's own billing and knows no ledger",
    at: 'packages/cli/src/x.ts',
    bad: "import { sqlLedger } from '@billing-register/ledger-sql'\nexport const a = sqlLedger",
    good: "import type { Billing } from '@billing-register/server'\nexport type A = Billing",
  },
  {
    wall: 'ledger-sql reaches no further into the server than its door',
    at: `${LEDGER_SQL}/x.ts`,
    bad: "import { a } from '@billing-register/server/testing'\nexport const b = a",
    good: "import { isFull } from '@billing-register/server'\nimport { sql } from 'kysely'\nexport const b = [isFull, sql]",
  },
  {
    wall: 'the driver of SQLite is known in sqlite alone',
    at: `${LEDGER_SQL}/sqlite/x.ts`,
    badAt: `${LEDGER_SQL}/x.ts`,
    bad: "import Database from 'libsql'\nexport const a = Database",
    good: "import Database from 'libsql'\nexport const a = Database",
  },
  {
    wall: 'the driver of Postgres is known in postgres alone',
    at: `${LEDGER_SQL}/postgres/x.ts`,
    badAt: `${LEDGER_SQL}/sqlite/x.ts`,
    bad: "import { Pool } from 'pg'\nexport const a = Pool",
    good: "import { Pool } from 'pg'\nexport const a = Pool",
  },
  {
    wall: 'simulator knows nothing of ours',
    at: 'packages/simulator/src/providers/x.ts',
    bad: "import { PROVIDER_IDS } from '@billing-register/contract'\nexport const a = PROVIDER_IDS",
    good: "import { Hono } from 'hono'\nexport const a = Hono",
  },
  {
    wall: "the simulator's Node entry knows nothing of ours either",
    at: 'packages/simulator/src/main.ts',
    bad: "import { PROVIDER_IDS } from '@billing-register/contract'\nexport const a = PROVIDER_IDS",
    good: "import { serve } from '@hono/node-server'\nimport { env } from 'node:process'\nexport const a = [serve, env]",
  },
]

/** Rules that the house relies on. */
export const RULES: readonly Case[] = [
  {
    wall: 'nothing imports in a circle',
    at: `${SERVER}/circle.ts`,
    bad: "import { there } from '../src/circle.ts'\nexport const back = () => there",
    good: "import { there } from './b.ts'\nexport const back = () => there",
    rule: 'import(no-cycle)',
  },
  {
    wall: 'no any',
    at: `${SERVER}/x.ts`,
    bad: 'export const a = (b: any): unknown => b',
    good: 'export const a = (b: unknown): unknown => b',
    rule: 'typescript(no-explicit-any)',
  },
  {
    wall: 'no any that was not written down',
    at: `${SERVER}/x.ts`,
    bad: 'export const a = (b: string): string => JSON.parse(b)',
    good: 'export const a = (b: string): unknown => JSON.parse(b)',
    rule: 'typescript(no-unsafe-return)',
  },
  {
    wall: 'no promise is left alone',
    at: `${SERVER}/x.ts`,
    bad: 'export const a = (b: () => Promise<void>): void => {\n  b()\n}',
    good: 'export const a = async (b: () => Promise<void>): Promise<void> => {\n  await b()\n}',
    rule: 'typescript(no-floating-promises)',
  },
  {
    wall: 'a switch covers its union',
    at: `${SERVER}/x.ts`,
    bad: "export const a = (b: 'x' | 'y'): number => {\n  switch (b) {\n    case 'x':\n      return 1\n  }\n  return 2\n}",
    good: "export const a = (b: 'x' | 'y'): number => {\n  switch (b) {\n    case 'x':\n      return 1\n    case 'y':\n      return 2\n  }\n}",
    rule: 'typescript(switch-exhaustiveness-check)',
  },
  {
    wall: 'no non-null assertion',
    at: `${SERVER}/x.ts`,
    bad: 'export const a = (b?: string): string => b!',
    good: "export const a = (b?: string): string => b ?? ''",
    rule: 'typescript(no-non-null-assertion)',
  },
  {
    wall: 'no @ts-ignore',
    at: `${SERVER}/x.ts`,
    bad: '// @ts-ignore\nexport const a = 1',
    good: 'export const a = 1',
    rule: 'typescript(ban-ts-comment)',
  },
  {
    wall: 'no cast that the types do not bear out',
    at: `${SERVER}/x.ts`,
    bad: 'export const a = (b: unknown): string => b as string',
    good: "export const a = (b: unknown): string => (typeof b === 'string' ? b : '')",
    rule: 'typescript(no-unsafe-type-assertion)',
  },
  {
    wall: 'named exports only',
    at: `${SERVER}/x.ts`,
    bad: 'export default 1',
    good: 'export const a = 1',
    rule: 'import(no-default-export)',
  },
  {
    wall: 'kebab-case file names',
    badAt: `${SERVER}/notKebab.ts`,
    at: `${SERVER}/x.ts`,
    bad: 'export const a = 1',
    good: 'export const a = 1',
    rule: 'unicorn(filename-case)',
  },
  {
    wall: 'no file of more than 400 lines',
    at: `${SERVER}/x.ts`,
    bad: `export const a = 1\n${'// line\n'.repeat(400)}`,
    good: `export const a = 1\n${'// line\n'.repeat(390)}`,
    rule: 'eslint(max-lines)',
  },
]
