// How the form looks: the page's own colours and font where it tells them, calm defaults where not.

/** Style sheet of the form's document. Texts grow with the page's; a number only as far as all of it is to be seen. */
export const FORM_STYLE = `
  :root {
    color-scheme: var(--color-scheme, light);
    color: var(--color, CanvasText);
    font: var(--font-size, 16px)/1.5 var(--font-family, Pretendard, 'Apple SD Gothic Neo', 'Noto Sans KR', sans-serif);
    --a: var(--accent, #1d4ed8);
    --d: var(--danger, #c0271b);
    --r: var(--radius, 12px);
    --line: color-mix(in srgb, currentColor 36%, transparent);
    overflow-wrap: anywhere;
    -webkit-text-size-adjust: 100%;
  }
  :lang(ko) { word-break: keep-all; }
  * { box-sizing: border-box; margin: 0; font: inherit; color: inherit; }
  html, body { overflow: hidden; background: transparent; }
  h1 { position: absolute; clip-path: inset(50%); }
  main { container-type: inline-size; }
  form { display: grid; gap: 16px; padding: 3px; }
  .row { display: grid; grid-template: auto auto auto / 1fr 1fr; gap: 0 12px; }
  .row .field { grid-row: span 3; grid-template-rows: subgrid; }
  .row label { align-self: end; }
  .field { display: grid; gap: 4px; min-width: 0; }
  .field > label, legend { padding: 0; font-size: .875em; font-weight: 600; }
  .box { position: relative; display: flex; align-items: center; min-height: 48px; padding: 0 14px;
    border: 1px solid var(--line); border-radius: var(--r); }
  .box:focus-within { outline: 2px solid var(--a); outline-offset: 1px; }
  .box:has([aria-invalid]) { border-color: var(--d); }
  .box input { flex: 1; min-width: 0; width: 100%; min-height: 46px; padding: 0; border: 0; outline: 0; background: none;
    font-size: max(16px, 1em); font-variant-numeric: tabular-nums; letter-spacing: .02em; }
  #number { font-size: max(16px, min(1em, 6.2vw)); }
  #password { flex: none; width: 3ch; letter-spacing: .15em; }
  ::placeholder { color: inherit; opacity: .6; }
  #brand { flex: none; margin-left: 8px; font-size: max(13px, min(.8125em, 4.2vw)); font-weight: 600; opacity: .75; }
  .rest { letter-spacing: .15em; opacity: .6; }
  fieldset { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 12px; min-width: 0; padding: 0; border: 0; }
  legend { margin-bottom: 4px; }
  fieldset label { display: flex; align-items: center; justify-content: center; gap: 8px; min-height: 44px;
    border: 1px solid var(--line); border-radius: var(--r); cursor: pointer; }
  fieldset label:has(:checked) { border-color: var(--a); box-shadow: inset 0 0 0 1px var(--a); font-weight: 600; }
  fieldset label:focus-within { outline: 2px solid var(--a); outline-offset: 1px; }
  [type=radio] { width: 18px; height: 18px; accent-color: var(--a); outline: 0; }
  .error:empty { display: none; }
  .error { display: flex; gap: 6px; font-size: .875em; }
  .error::before { content: '!'; flex: none; align-self: start; width: 1.5em; margin-top: .15em; border-radius: 50%;
    font-size: .857em; line-height: 1.5; font-weight: 600; text-align: center; color: #fff; background: var(--d); }
  button { min-height: 52px; padding: 8px 16px; border: 1px solid transparent; border-radius: var(--r);
    font-weight: 600; color: var(--on-accent, #fff); background: var(--a); cursor: pointer; }
  button:hover { filter: brightness(.94); }
  button:focus-visible { outline: 2px solid var(--a); outline-offset: 1px; }
  :disabled { opacity: .6; cursor: default; }
  .note { font-size: .875em; opacity: .75; }
  @container (max-width: 17em) { .row { grid-template-columns: 1fr; } .field + .field { margin-top: 16px; } }
  @media (forced-colors: active) { .box:has([aria-invalid]), .error::before { border: 2px solid CanvasText; } }
`
