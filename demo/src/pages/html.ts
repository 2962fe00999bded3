// What a page is made of: escaped HTML.
import type { html } from 'hono/html'

/** A piece of HTML. Values put into the `html` template are escaped. */
export type Html = ReturnType<typeof html>
