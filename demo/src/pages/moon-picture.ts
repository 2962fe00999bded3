// The moon as a drawing: tonight's, or one of its phases.
import { html } from 'hono/html'
import { litPath } from '../moon.ts'
import type { Html } from './html.ts'

// Where the dark plains lie, roughly: cx, cy, rx, ry.
const PLAINS = [
  [-38, -42, 26, 20],
  [18, -36, 20, 15],
  [40, -6, 18, 13],
  [-46, 8, 22, 26],
  [-6, 46, 24, 11],
  [52, 26, 10, 8],
] as const

let drawn = 0

/** The moon in a phase (0 new, 0.5 full). Decoration: what it means stands beside it as text. */
export function moonPicture(phase: number, className: string): Html {
  const id = `lit-${(drawn = (drawn + 1) % 10_000)}`
  return html`<svg class="${className}" viewBox="-104 -104 208 208" aria-hidden="true" focusable="false">
    <clipPath id="${id}"><path d="${litPath(phase)}" /></clipPath>
    <circle class="moon-dark" r="100" />
    <g clip-path="url(#${id})">
      <circle class="moon-lit" r="101" />
      ${PLAINS.map(
        ([cx, cy, rx, ry]) =>
          html`<ellipse class="moon-plain" cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" />`,
      )}
    </g>
  </svg>`
}
