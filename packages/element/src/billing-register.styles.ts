// The look: one column, the page's own font and colours, one accent. Everything can be changed from outside.
import { css, type CSSResult } from 'lit'

/** Styles of the element. */
export const styles: CSSResult = css`
  :host {
    --_accent: var(--billing-accent, light-dark(#1d4ed8, #8fb4ff));
    --_on-accent: var(--billing-on-accent, light-dark(#fff, #0a1330));
    --_danger: var(--billing-danger, light-dark(#c0271b, #ff9d92));
    --_line: var(--billing-line, color-mix(in srgb, currentColor 12%, transparent));
    --_quiet: color-mix(in srgb, currentColor 70%, transparent);
    --_radius: var(--billing-radius, 12px);
    --_gap: var(--billing-gap, 16px);
    display: block;
    max-width: 720px;
    font: 400 16px/1.5 var(--billing-font, inherit);
    word-break: keep-all;
    overflow-wrap: anywhere;
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
    margin: 0;
    font: inherit;
  }
  [part='base'] {
    display: grid;
    gap: var(--_gap);
    padding: var(--billing-padding, 24px);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--billing-surface, none);
  }
  [part='price'] {
    font-size: 28px;
    line-height: 1.3;
    font-variant-numeric: tabular-nums;
  }
  [part='price'],
  [part='name'],
  label,
  dd,
  [part='action'],
  .issued [part='message'] {
    font-weight: 600;
  }
  [part='badge'] {
    float: right;
    padding: 0 8px;
    border: 1px solid var(--_line);
    border-radius: 6px;
  }
  dl,
  details,
  footer,
  [part='next'],
  [part='account'],
  [part='badge'],
  [part='support'],
  .idle [part='message'],
  .cancelled [part='message'] {
    font-size: 14px;
    color: var(--_quiet);
  }
  [part='consent'] {
    display: grid;
    gap: 12px;
    padding-top: var(--_gap);
    border-top: 1px solid var(--_line);
  }
  label,
  footer,
  [part='message'] {
    display: flex;
    gap: 8px;
  }
  input {
    flex: none;
    width: 24px;
    height: 24px;
    accent-color: var(--_accent);
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 16px;
  }
  summary {
    cursor: pointer;
    line-height: 24px;
  }
  details p {
    white-space: pre-line;
  }
  .hidden {
    position: absolute;
    clip-path: inset(50%);
  }
  [part='message']:empty {
    margin-top: calc(var(--_gap) * -1);
  }
  .declined [part='message']::before,
  .failed [part='message']::before {
    content: '!';
    flex: none;
    width: 24px;
    border-radius: 50%;
    text-align: center;
    font-weight: 600;
    color: light-dark(#fff, #2a0906);
    background: var(--_danger);
  }
  code {
    user-select: all;
  }
  button {
    padding: 0 16px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    color: inherit;
    background: none;
    cursor: pointer;
  }
  [part='action'] {
    min-height: 52px;
    color: var(--_on-accent);
    background: var(--_accent);
    transition: opacity 0.15s ease-out;
  }
  [part='action']:hover {
    background: color-mix(in srgb, var(--_accent) 88%, currentColor);
  }
  [part='action'][aria-disabled='true'],
  [part='action']:disabled,
  .open [part='action'] {
    color: inherit;
    background: color-mix(in srgb, var(--_accent) 10%, transparent);
    cursor: default;
  }
  .issued [part='action'] {
    justify-self: start;
    min-height: 44px;
    padding: 0;
    color: var(--_quiet);
    background: none;
    text-decoration: underline;
    text-underline-offset: 4px;
  }
  footer {
    justify-content: space-between;
    min-height: 24px;
  }
  footer button {
    padding: 0;
    text-decoration: underline;
    text-underline-offset: 4px;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  [part='skeleton'] {
    height: 116px;
    border-radius: 8px;
    background: color-mix(in srgb, currentColor 6%, transparent);
  }
  [part='card'] {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    width: min(100%, 264px);
    aspect-ratio: 1.586;
    padding: 20px;
    border-radius: 14px;
    color: var(--_on-accent);
    background: linear-gradient(135deg, color-mix(in srgb, var(--_accent) 70%, #000), var(--_accent));
    font-variant-numeric: tabular-nums;
  }
  @media (prefers-reduced-motion: no-preference) {
    [part='card'] {
      animation: settle 0.18s ease-out;
    }
  }
  @keyframes settle {
    from {
      opacity: 0;
      transform: translateY(4px);
    }
  }
`
