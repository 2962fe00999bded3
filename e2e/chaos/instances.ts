// What the merchant calls its ways in: two PGs have a second one beside the window that everybody knows.

/** Names of the merchant's provider instances. */
export const INSTANCES = [
  'danal',
  'portone-v1',
  'portone-v1-inicis',
  'portone-v2',
  'portone-v2-direct',
  'toss',
] as const

/** One of {@link INSTANCES}. */
export type Instance = (typeof INSTANCES)[number]

/** Instances at which a card can be typed. PortOne V1 issues from a number at another PG than Danal. */
export const TYPED_AT = ['toss', 'portone-v1-inicis', 'portone-v2'] as const satisfies readonly Instance[]

/** Channels of the simulated consoles. `direct`: without manual confirm, so that the window makes the key. */
export const CHANNELS = {
  inicis: 'channel-key-simulator-inicis',
  direct: 'channel-key-simulator-v2-toss-direct',
} as const

/** The PG behind an instance: what the simulator calls it. */
export const pgOf = (instance: string): string => instance.replace(/-(inicis|direct)$/, '')
