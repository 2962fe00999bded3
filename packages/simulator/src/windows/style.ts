// How the simulated windows look: phone first, one column, light and dark, one accent per PG.

export const WINDOW_STYLE = `
*, *::before, *::after { box-sizing: border-box }
html { color-scheme: light dark; -webkit-text-size-adjust: 100% }
:root {
  --text: light-dark(#1b1e24, #eceef2); --soft: light-dark(#5b6270, #a3abba);
  --page: light-dark(#f3f4f6, #101216); --sheet: light-dark(#fff, #191c22);
  --line: light-dark(#1b1e2420, #eceef224); --field: light-dark(#fff, #12151a);
  --bad: light-dark(#b3261e, #ff9a90); --on: #fff;
  --ink: light-dark(var(--accent), color-mix(in oklab, var(--accent) 45%, white));
}
body {
  margin: 0; min-height: 100dvh; background: var(--sheet); color: var(--text); word-break: keep-all; overflow-wrap: anywhere;
  font: 400 15px/1.5 Pretendard, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Noto Sans CJK KR', system-ui, sans-serif;
}
h1, p, dl, dd, fieldset, ol, ul { margin: 0; padding: 0; border: 0; text-wrap: pretty }
b, h1, dt, legend, label > b { font-weight: 600 }
.mark { max-width: 460px; margin: 0 auto; padding: 10px 20px; font-size: 13px; display: grid; gap: 8px;
  background: light-dark(#fff3cd, #3a3215); border-top: 4px solid light-dark(#e0a800, #b08900) }
main { max-width: 460px; margin: 0 auto; background: var(--sheet) }
header { position: relative; padding: 20px 20px 18px; background: light-dark(var(--accent), color-mix(in oklab, var(--accent) 75%, black)); color: var(--on) }
header .shop { font-size: 13px; opacity: .85 }
header h1 { margin-top: 2px; font-size: 19px; line-height: 1.35; padding-right: 48px }
header dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; margin-top: 16px; padding-top: 14px; border-top: 1px solid #ffffff3d; font-size: 14px }
header dt { font-weight: 400; opacity: .85 } header dd { text-align: right }
header dd.amount { font-size: 20px; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums }
.close { position: absolute; top: 10px; right: 8px }
.close button { width: 44px; height: 44px; border: 0; border-radius: 12px; background: none; color: inherit; font: 400 24px/1 system-ui; cursor: pointer }
.steps { display: flex; gap: 6px; padding: 14px 20px 0; font-size: 13px; color: var(--soft); list-style: none }
.steps li { flex: 1; padding-top: 8px; border-top: 3px solid var(--line) }
.steps li:has(~ .on) { border-color: color-mix(in oklab, var(--ink) 45%, transparent) }
.steps li.on { color: var(--ink); border-color: var(--ink); font-weight: 600 }
.body { padding: 20px; display: grid; gap: 20px }
.hint { font-size: 13px; color: var(--soft) }
.refusal { padding: 12px 14px; border-radius: 12px; border: 1px solid var(--bad); color: var(--bad) }
fieldset { min-width: 0; display: grid; gap: 8px } legend { padding: 0; margin-bottom: 8px }
.field { display: grid; gap: 8px; align-content: start }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 16px }
.row { display: flex; gap: 8px; align-items: center } .row > * { min-width: 0; flex: 1 }
.row > span { flex: none; color: var(--soft) }
input:not([type]), select {
  width: 100%; height: 48px; padding: 0 12px; border: 1px solid var(--line); border-radius: 12px; background: var(--field); color: inherit;
  font: inherit; font-size: 16px; font-variant-numeric: tabular-nums;
}
select { appearance: none; padding-right: 36px; background: linear-gradient(45deg, #0000 50%, var(--soft) 0) calc(100% - 20px) 50% / 6px 6px no-repeat,
  linear-gradient(-45deg, #0000 50%, var(--soft) 0) calc(100% - 14px) 50% / 6px 6px no-repeat, var(--field) }
#pin { -webkit-text-security: disc }
.groups input { padding: 0 4px; text-align: center }
input[aria-invalid='true'], select[aria-invalid='true'] { border-color: var(--bad) }
.error { font-size: 13px; color: var(--bad) }
.choice { display: inline-flex; gap: 8px; align-items: center; min-height: 32px; margin-right: 20px }
input[type='checkbox'], input[type='radio'] { width: 20px; height: 20px; margin: 0; flex: none; accent-color: var(--accent) }
body:not(:has([value='business']:checked)) .business, body:has([value='business']:checked) .personal { display: none }
.agree { padding: 6px 14px; border: 1px solid var(--line); border-radius: 12px; display: grid }
.agree label { display: flex; gap: 10px; align-items: center; min-height: 40px }
.agree .all { font-weight: 600; border-bottom: 1px solid var(--line); min-height: 46px }
.agree small { margin-left: auto; color: var(--soft); font-size: 13px; font-weight: 400 }
.primary { width: 100%; min-height: 52px; border: 0; border-radius: 12px; background: var(--accent); color: var(--on); font: inherit; font-size: 16px; font-weight: 600; cursor: pointer }
.quiet { justify-self: center; min-height: 44px; padding: 0 12px; border: 0; background: none; color: var(--soft); font: inherit; text-decoration: underline; text-underline-offset: 3px; cursor: pointer }
button:active { opacity: .85 }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px } header :focus-visible { outline-color: var(--on) }
.tools { display: grid; gap: 8px }
.tools .buttons { display: flex; flex-wrap: wrap; gap: 8px; align-items: center }
.tools button { min-height: 36px; padding: 4px 14px; border: 1px solid light-dark(#0003, #fff3); border-radius: 10px; background: light-dark(#fff, #191c22);
  color: inherit; font: inherit; font-weight: 600; cursor: pointer }
.tools label { display: flex; align-items: center; gap: 8px; margin-left: auto }
.tools select { width: auto; height: 36px; padding: 0 28px 0 10px; border-radius: 10px; font-size: 13px }
.tools summary { cursor: pointer; min-height: 24px; width: fit-content } .tools ul { list-style: none; margin: 8px 0; display: grid; gap: 6px }
.tools li button { width: 100%; text-align: left; padding: 8px 12px; font-weight: 400 }
.tools li b { display: block; font-variant-numeric: tabular-nums }
.calm { max-width: 460px; min-height: calc(100dvh - 36px); padding: 15vh 24px 48px; display: grid; align-content: start; gap: 12px; text-align: center }
.calm h1 { font-size: 20px } .calm p { color: var(--soft) } .calm form { margin-top: 12px }
@media (min-width: 520px) {
  body { padding-block: 32px; background: var(--page) } .mark { border-radius: 16px 16px 0 0 }
  main { border-radius: 0 0 16px 16px; outline: 1px solid var(--line); overflow: hidden }
  .calm { min-height: 0; padding-block: 72px }
}
@media (forced-colors: active) { .primary { border: 1px solid } }
`
