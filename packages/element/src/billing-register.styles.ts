// The look: one column, the page's own font and colours, one accent. Every part can be styled from outside.

/** Styles of the element's shadow root. Custom properties that begin with `--_` are its own. */
export const STYLES = `
  :host {
    --_accent: var(--billing-accent, light-dark(#1d4ed8, #8fb4ff));
    --_on-accent: var(--billing-on-accent, light-dark(#fff, #0a1330));
    --_tint: color-mix(in srgb, var(--_accent) 10%, transparent);
    --_line: 1px solid color-mix(in srgb, currentColor 12%, transparent);
    --_radius: var(--billing-radius, 12px);
    display: block;
    max-width: 720px;
    font-family: var(--billing-font);
    font-size: 16px;
    line-height: 1.5;
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
  section {
    display: grid;
    gap: 16px;
    padding: 24px;
    border: var(--_line);
    border-radius: var(--_radius);
  }
  b, dd, label, button, .issued p {
    display: block;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  [part=price] {
    font-size: 28px;
  }
  small, dl, footer, .idle p, .cancelled p {
    display: block;
    font-size: 14px;
    opacity: .75;
  }
  [part=badge] {
    float: right;
    padding: 0 8px;
    border: var(--_line);
    border-radius: 8px;
  }
  fieldset {
    display: grid;
    gap: 12px;
    padding: 16px 0 0;
    border: 0;
    border-top: var(--_line);
  }
  label, footer, .declined p, .failed p {
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
  details div {
    white-space: pre-line;
  }
  .issued [part=now], .issued [part=next] {
    display: none;
  }
  p:empty, .open p, .finishing p {
    position: absolute;
    clip-path: inset(50%);
  }
  .declined p::before, .failed p::before {
    content: '!';
    align-self: start;
    padding: 0 10px;
    border-radius: 50%;
    color: #fff;
    background: var(--billing-danger, #c0271b);
  }
  button {
    min-height: 52px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    color: var(--_on-accent);
    background: var(--_accent);
    cursor: pointer;
  }
  button:hover {
    filter: brightness(.94);
  }
  :disabled, [aria-disabled=true], .open button, [name=login] ~ button {
    color: inherit;
    background: var(--_tint);
    cursor: default;
  }
  .issued button, footer button {
    justify-self: start;
    min-height: 44px;
    color: inherit;
    background: none;
    text-decoration: underline;
  }
  footer button {
    min-height: 24px;
    margin-left: auto;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  [part=skeleton] {
    height: 132px;
    background: var(--_tint);
  }
  [part=card] {
    display: grid;
    align-content: space-between;
    width: min(100%, 264px);
    aspect-ratio: 1.586;
    padding: 20px;
    border-radius: var(--_radius);
    color: var(--_on-accent);
    background: linear-gradient(135deg, color-mix(in srgb, var(--_accent) 72%, #000), var(--_accent));
  }
`
