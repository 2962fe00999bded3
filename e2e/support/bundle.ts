// Bundles a page's script as a merchant's build would, in memory and without network.
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

/** One self-contained module of `e2e/pages/{name}`. */
export async function bundlePage(name: string): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(`../pages/${name}`, import.meta.url)),
    platform: 'browser',
    tsconfig: false,
    transform: { define: { 'process.env.NODE_ENV': '"development"' }, jsx: 'react-jsx' },
  })
  const { output } = await bundle.generate({ format: 'es' })
  await bundle.close()
  return output[0].code
}
