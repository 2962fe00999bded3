import { chromium } from 'playwright'
import { readdirSync, readFileSync } from 'node:fs'
const [, , look, out, per = '12', w = '360'] = process.argv
const dir = '/tmp/shots-element'
const all = readdirSync(dir).filter((f) => f.endsWith(`-${look}.png`))
const b = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
for (let k = 0, n = 0; k < all.length; k += +per, n++) {
  const p = await b.newPage({ viewport: { width: 1600, height: 400 } })
  await p.setContent(
    `<body style="margin:0;background:#888;display:flex;flex-wrap:wrap;gap:8px;align-items:flex-start">` +
      all
        .slice(k, k + +per)
        .map(
          (f) =>
            `<div style="width:${w}px;font:12px sans-serif;color:#fff">${f}<img style="width:100%;display:block" src="data:image/png;base64,${readFileSync(dir + '/' + f).toString('base64')}"></div>`,
        )
        .join(''),
  )
  await p.screenshot({ path: `${out}-${n}.png`, fullPage: true })
}
await b.close()
