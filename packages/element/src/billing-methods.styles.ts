// The look of the list: one frame, a line between two methods, quiet buttons.
import { BASE_STYLES } from './base.styles.ts'

/** Styles of the element's shadow root. */
export const STYLES: string =
  BASE_STYLES +
  `
  ul {
    padding: 0;
    list-style: none;
  }
  li + li {
    margin-top: var(--_gap);
    padding-top: var(--_gap);
    border-top: var(--_line);
  }
  b {
    font-weight: 600;
  }
  small, span {
    display: block;
    font-variant-numeric: tabular-nums;
  }
  small {
    font-size: .875em;
    opacity: .75;
  }
  [part=badge] {
    float: right;
    padding: 0 8px;
    border: var(--_line);
    border-radius: 8px;
  }
  button {
    min-height: 44px;
    margin: 8px 8px 0 0;
    padding: 0 16px;
    border: var(--_line);
    border-radius: var(--_radius);
    color: inherit;
    background: none;
    cursor: pointer;
  }
  li p {
    margin-top: 8px;
  }
  [part=add], [part=registering] {
    margin-top: var(--_gap);
  }
  [part=yes] {
    color: #fff;
    background: var(--billing-danger, #c0271b);
  }
  [aria-disabled=true] {
    opacity: .6;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  p:empty {
    position: absolute;
  }
  [part=skeleton] {
    height: 132px;
    background: var(--_tint);
  }
`
