// The code that decides, in groups with the tests that must notice a change of it.

/** Some files and the tests that are about them. */
export interface MutationGroup {
  readonly name: string
  /** What is changed. */
  readonly mutate: readonly string[]
  /** Which tests must notice. Only tests of a few seconds: each mutant runs those that reach it. */
  readonly tests: readonly string[]
}

const SERVER = 'packages/server/src'
const ELEMENT = 'packages/element/src'

const server = (folder: string, names: string): string[] =>
  names.split(' ').map((name) => `${SERVER}/${folder}/${name}.ts`)

const pg = (name: string, files: string): MutationGroup => ({
  name,
  mutate: server(`providers/${name}`, files),
  tests: [`${SERVER}/providers/${name}/*.test.ts`],
})

/** All of it. */
export const GROUPS: readonly MutationGroup[] = [
  {
    name: 'registration',
    mutate: server('registration', 'settle due looks transition check-answer'),
    tests: server(
      'registration',
      'settle.test due.test transition.test transition-docs.test check-answer.test',
    ),
  },
  {
    name: 'claims',
    mutate: server('registration', 'claims judge take-over lease way'),
    tests: server('registration', 'claims.test judge.test take-over.test replay.test way.test'),
  },
  {
    name: 'payments',
    mutate: server('payments', 'decide due check settle transition view'),
    tests: server(
      'payments',
      'decide.test due.test check.test settle.test settle-cancel.test view.test transition.test',
    ),
  },
  pg('danal', 'judge codes issued verdict return'),
  pg('toss', 'judge codes charge-codes issued payment-answers return'),
  pg('portone-v1', 'judge issued answers payment-answers pg-behaviour return verify'),
  pg('portone-v2', 'judge issued answers codes payment-answers pg-rules return'),
  {
    name: 'providers',
    mutate: server('providers', 'answer refusal outgoing'),
    tests: server('providers', 'answer.test refusal.test outgoing.test'),
  },
  {
    name: 'element',
    mutate: ['registration/state', 'registration/resume', 'methods/state', 'wording'].map(
      (name) => `${ELEMENT}/${name}.ts`,
    ),
    tests: [
      'registration/state',
      'registration/resume',
      'registration/tab-memory',
      'methods/state',
      'wording',
    ].map((name) => `${ELEMENT}/${name}.test.ts`),
  },
  {
    name: 'sealing',
    mutate: server('sealing', 'cipher key-ring sealer spill'),
    tests: [`${SERVER}/sealing/*.test.ts`],
  },
]
