// The moon as a drawing: tonight's, or one of its phases.
import { html } from 'hono/html'
import { litPath } from '../moon.ts'
import type { Html } from './html.ts'

// The dark plains, roughly where they are: cx, cy, rx, ry. Blurred by the style sheet into one another.
const PLAINS = [
  [-50, -8, 30, 44],
  [-22, -48, 32, 26],
  [18, -38, 20, 17],
  [38, -8, 24, 19],
  [60, 20, 11, 18],
  [-20, 40, 30, 20],
  [-58, 44, 12, 12],
  [70, -36, 9, 12],
] as const

/** The moon in a phase (0 new, 0.5 full). Decoration: what it means stands beside it as text. */
export function moonPicture(phase: number, className: string): Html {
  const id = `${className}-${Math.round(phase * 1000)}`
  return html`<svg class="${className}" viewBox="-104 -104 208 208" aria-hidden="true" focusable="false">
    <clipPath id="${id}"><path d="${litPath(phase)}" /></clipPath>
    <circle class="moon-dark" r="100" />
    <g clip-path="url(#${id})">
      <circle class="moon-lit" r="101" />
      <g class="moon-plains">
        ${PLAINS.map(([cx, cy, rx, ry]) => html`<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" />`)}
      </g>
    </g>
  </svg>`
}
