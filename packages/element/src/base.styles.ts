// What both elements look like: the page's own font and colours, one accent, one frame.

/** Begins the styles of a shadow root. Custom properties that begin with `--_` are the elements' own. */
export const BASE_STYLES = `
  :host {
    --_accent: var(--billing-accent, light-dark(#1d4ed8, #8fb4ff));
    --_on-accent: var(--billing-on-accent, oklch(from var(--_accent) calc((.62 - l) * 99) 0 0));
    --_tint: color-mix(in srgb, var(--_accent) 10%, transparent);
    --_line: 1px solid color-mix(in srgb, currentColor 12%, transparent);
    --_radius: var(--billing-radius, 12px);
    --_gap: 16px;
    display: block;
    max-width: 720px;
    font-family: var(--billing-font);
    font-size: 16px;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  :host([hidden]) {
    display: none;
  }
  :host([preset=outlined]) {
    --_line: 2px solid;
    --_radius: var(--billing-radius, 4px);
  }
  :host([preset=dense]) {
    --_gap: 10px;
    font-size: 14px;
  }
  * {
    box-sizing: border-box;
    margin: 0;
    font: inherit;
  }
  section {
    display: grid;
    gap: var(--_gap);
    padding: calc(var(--_gap) * 1.5);
    border: var(--_line);
    border-radius: var(--_radius);
  }
  [lang=ko] {
    word-break: keep-all;
  }
  small, dl, footer, .idle p, .cancelled p {
    display: block;
    font-size: .875em;
    opacity: .75;
  }
  [part=badge] {
    float: right;
    padding: 0 8px;
    border: var(--_line);
    border-radius: 8px;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  [part=skeleton] {
    height: 132px;
    background: var(--_tint);
  }
`
