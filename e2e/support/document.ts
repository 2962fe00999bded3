// A merchant's page around the tag.

/** A document with the production script and this body. */
export const documentWith = (body: string): string =>
  `<!doctype html><html lang="ko"><meta name="viewport" content="width=device-width"><title>상점</title>
   <script type="module" src="/billing-register.js"></script><body>${body}</body></html>`
