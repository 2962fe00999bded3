// What a page gets that imports the server: nothing, and a clear message. Secret keys do not belong in a browser.
throw new Error(
  '@billing-register/server was imported by code for the browser. It holds secret keys: import it on your server only. ' +
    'The page needs @billing-register/element.',
)
