// Looks for secrets in what is sent to browsers: the shapes of PG keys, and the very values of the environment.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** A secret where anybody can read it. The value is never told. */
export interface Leak {
  readonly file: string
  readonly line: number
  readonly what: string
}

// Danal: SK_…; Toss: test_sk_, live_sk_, test_gsk_, live_gsk_; Standard Webhooks: whsec_; Basic authorization ready made.
const SHAPES: readonly (readonly [string, RegExp])[] = [
  ['a Danal secret key', /\bSK_(?:TEST|LIVE)?_?[\w-]{8,}/],
  ['a Toss Payments secret key', /\b(?:test|live)_g?sk_\w{8,}/],
  ['a webhook secret', /\bwhsec_[\w+/=]{8,}/],
  ['an Authorization header', /\bBasic [\w+/]{16,}={0,2}/],
]

/** Names of environment variables whose values no browser may have. */
const SECRET_NAME = /SECRET|SEALING|PRIVATE|PASSWORD|TOKEN/i
const SHORTEST_SECRET = 12
const TEXT_FILE = /\.(?:[cm]?js|html?|css|json|map|txt|svg|webmanifest)$/

/** Leaks in one file's text, told once per kind and line. */
export function leaksIn(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Leak[] {
  const tests: readonly Test[] = [
    ...SHAPES.map(([what, shape]) => ({ what, found: (line: string) => shape.test(line) })),
    ...Object.entries(environment).flatMap(([name, value]) =>
      SECRET_NAME.test(name) && value !== undefined && value.length >= SHORTEST_SECRET
        ? [{ what: `the value of ${name}`, found: (line: string) => line.includes(value) }]
        : [],
    ),
  ]
  return text
    .split('\n')
    .flatMap((content, index) =>
      tests.filter(({ found }) => found(content)).map(({ what }) => ({ file, line: index + 1, what })),
    )
}

interface Test {
  readonly what: string
  readonly found: (line: string) => boolean
}

/** How many files were read, and what was found in them. */
export interface Scan {
  readonly files: number
  readonly leaks: readonly Leak[]
}

/** Reads every text file of a build folder. Throws when there is no such folder. */
export function scanBuild(folder: string, environment: Readonly<Record<string, string | undefined>>): Scan {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => TEXT_FILE.test(path) && statSync(path).isFile())
  const leaks = files.flatMap((path) =>
    leaksIn(readFileSync(path, 'utf8'), relative(folder, path), environment),
  )
  return { files: files.length, leaks }
}
