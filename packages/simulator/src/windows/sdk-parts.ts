// Pieces of JavaScript that the PGs' browser scripts share. Each stands inside a script that has `action`, the window's address.

/** `onMobile()`: whether the page runs on a phone, as the PGs' scripts tell it. */
export const ON_MOBILE = `const onMobile = () => /Mobi|Android|iP(hone|ad|od)/.test(navigator.userAgent) || matchMedia('(pointer:coarse)').matches`

/** `submit(fields, target)`: posts the fields to the window's address. */
export const SUBMIT = `const submit = (fields, target) => {
const form = document.createElement('form')
Object.assign(form, { method: 'POST', action, target, acceptCharset: 'utf-8', hidden: true })
for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement('input'), { name, value }))
document.body.append(form)
form.submit()
form.remove()
}`

/** `layer(name, title)`: an iframe over the page. */
export const LAYER = `const layer = (name, title) => {
const frame = Object.assign(document.createElement('iframe'), { name, title })
frame.style.cssText = 'position:fixed;inset:0;margin:auto;z-index:2147483647;border:0;box-shadow:0 0 0 100vmax #0008;' + (innerWidth < 520 ? 'width:100%;height:100%' : 'width:460px;height:min(100%,760px)')
document.body.append(frame)
return frame
}`
