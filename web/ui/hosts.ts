/** Addresses as they are written in URLs and commands. Pure. */

/** True for names and addresses that never leave the machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\./.test(host)
}

/** The first that others can use; the first of all where none is. */
export function mostReachable(hosts: readonly string[]): string | undefined {
  return hosts.find((host) => !isLoopback(host)) ?? hosts[0]
}
