// The little a window does in the browser: groups that move on by themselves, "agree to all", filling in a test card.

export const WINDOW_SCRIPT = `
const all = (selector) => [...document.querySelectorAll(selector)]
const groups = all('.groups input')
const spread = (digits, from) => {
  for (const group of groups.slice(from)) { group.value = digits.slice(0, 4); digits = digits.slice(4) }
}
const go = (index) => { groups[index]?.focus(); groups[index]?.select() }
groups.forEach((group, index) => {
  group.addEventListener('input', () => {
    const digits = group.value.replace(/\\D/g, '')
    if (digits.length > 4) spread(digits, index)
    else group.value = digits
    if (group.value.length === 4 && index < 3) go(Math.min(index + Math.ceil(digits.length / 4), 3))
  })
  group.addEventListener('paste', (event) => {
    const digits = event.clipboardData.getData('text').replace(/\\D/g, '')
    if (digits.length <= 4) return
    event.preventDefault()
    spread(digits, index)
    go(Math.min(index + Math.floor((digits.length - 1) / 4), 3))
  })
  group.addEventListener('keydown', (event) => {
    if (event.key === 'Backspace' && !group.value && index) go(index - 1)
  })
})
for (const field of all('[data-digits]'))
  field.addEventListener('input', () => { field.value = field.value.replace(/\\D/g, '') })
const every = document.querySelector('#agree-all'), each = all('[data-agree]')
if (every) {
  const mirror = () => { every.checked = each.every((box) => box.checked) }
  every.addEventListener('change', () => { for (const box of each) box.checked = every.checked })
  for (const box of each) box.addEventListener('change', mirror)
  mirror()
}
for (const button of all('[data-card]'))
  button.addEventListener('click', () => { spread(button.dataset.card, 0); groups[0]?.scrollIntoView({ block: 'center' }) })
const method = document.querySelector('[data-testid=sim-return-method]')
method?.addEventListener('change', () => {
  for (const twin of all('input[name=returnMethod]')) twin.value = method.value
})
const wrong = document.querySelector('[aria-invalid=true]')
wrong?.focus({ preventScroll: true })
document.getElementById(wrong?.getAttribute('aria-describedby'))?.scrollIntoView({ block: 'center' })
`
