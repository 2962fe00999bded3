// A React 19 checkout in StrictMode, as a merchant would write it: every effect and mount happens twice.
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'billing-register': React.DetailedHTMLProps<React.HTMLAttributes<HTMLElement>, HTMLElement> & {
        endpoint: string
        plan: string
        provider?: string
        'onbilling-issued'?: (event: Event) => void
      }
    }
  }
}

function Checkout() {
  const [shown, show] = useState(true)
  const [visits, visit] = useState(0)
  const [issued, count] = useState(0)
  const provider = new URLSearchParams(location.search).get('provider') ?? 'danal'
  return (
    <main>
      <button onClick={() => show(!shown)}>보이기와 숨기기</button>
      <button onClick={() => visit(visits + 1)}>다시 그리기</button>
      {/* A new key throws the element away and makes another one. */}
      {shown && (
        <billing-register
          key={visits}
          endpoint="/billing"
          plan="basic-monthly"
          provider={provider}
          onbilling-issued={() => count((before) => before + 1)}
        />
      )}
      <output>{issued}</output>
    </main>
  )
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<StrictMode>{<Checkout />}</StrictMode>)
