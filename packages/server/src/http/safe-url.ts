// Which addresses may carry secrets and logins.

/** Whether it is https, or http on this very machine. */
export const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))

const isLoopback = (host: string): boolean => /^((.+\.)?localhost|\[::1\]|127(\.\d+){3})$/.test(host)
