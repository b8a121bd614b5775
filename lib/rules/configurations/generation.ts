/**
 * The generation of the next order about an account: credentials given or removed. Higher than all before, in the
 * app's table and in CRM, so that what an older order brought is known as such. The first release counted none:
 * its credentials become generation 1 when they are next used.
 */
export function nextGeneration(...known: readonly number[]): number {
  return Math.max(1, ...known) + 1
}
