// The one list of payment companies (PGs). Everything that exists once per PG is typed by it.

/** Ids of the PGs that billing-register speaks with. Adding one makes every place that must know it fail to compile. */
export const PROVIDER_IDS = ['danal', 'portone-v1', 'portone-v2', 'toss'] as const

/** The id of a PG: `danal` (Danal ONE API), `portone-v1` (PortOne V1, formerly Iamport), `portone-v2` or `toss` (Toss Payments). */
export type ProviderId = (typeof PROVIDER_IDS)[number]
