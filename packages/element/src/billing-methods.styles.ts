// The look of the list: one frame, a line between two methods, quiet buttons.

/** Styles of the element's shadow root. */
export const STYLES = `
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
  p:empty {
    position: absolute;
  }
`
