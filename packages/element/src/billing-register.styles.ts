// The look: one column, the page's own font and colours, one accent. Every part can be styled from outside.

/** Styles of the element's shadow root. */
export const STYLES = `
  b, dd, label, button, .issued p {
    display: block;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  [part=price] {
    font-size: 1.75em;
  }
  fieldset {
    display: grid;
    gap: 12px;
    padding: var(--_gap) 0 0;
    border: 0;
    border-top: var(--_line);
  }
  label, footer, .plain, .declined p, .failed p {
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
    grid-template-columns: fit-content(40%) 1fr;
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
  .plain::before {
    content: '✓';
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
  button:disabled, [aria-disabled=true], .open button, [name=login] ~ button {
    color: inherit;
    background: var(--_tint);
    cursor: default;
  }
  button:disabled, fieldset:disabled, .idle [aria-disabled=true], .failed [aria-disabled=true] {
    opacity: .6;
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
  .idle [part=skeleton] ~ button {
    color: transparent;
  }
  .drawn {
    display: grid;
    align-content: space-between;
    width: min(100%, 264px);
    aspect-ratio: 1.586;
    padding: 20px;
    border: 1px solid transparent;
    border-radius: 12px;
    color: var(--_on-accent);
    background: linear-gradient(135deg, #0004, #0000) var(--_accent);
  }
  @media (prefers-reduced-motion: no-preference) {
    [part=card] {
      animation: settle .18s ease-out;
    }
  }
  @keyframes settle {
    0% {
      opacity: 0;
    }
  }
`
