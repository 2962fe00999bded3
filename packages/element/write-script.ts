// Writes the production script to `dist/cdn`.
import { buildElement } from './build.ts'

await buildElement({ write: true })
