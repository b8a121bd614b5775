import { RefusedError } from './errors.ts'

/** Codes of Node and its fetch for a machine that does not get as far as the other one. */
const noWay = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
])
const patience = 10_000

/** The code of a fault of the network among the causes of an error; undefined if it has another reason. */
export function networkFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && noWay.has(String(error.code))) return String(error.code)
  if (error.name === 'TimeoutError') return 'no answer in time'
  const among = error instanceof AggregateError ? error.errors : []
  return [...among, error.cause].map(networkFault).find(Boolean)
}

/** The sentence for a host that cannot be reached from here. */
export function outOfReach(url: string, fault: string) {
  return `${new URL(url).host} cannot be reached from here (${fault}): check the address, and this machine’s network. Behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.`
}

/**
 * Makes sure that somebody answers at an address, whatever it is.
 * @throws RefusedError if nobody does
 */
export async function checkReachable(url: string) {
  const failed = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patience) }).then(
    (response) => response.body?.cancel(),
    (error: Error) => error,
  )
  if (failed instanceof Error) {
    throw new RefusedError(outOfReach(url, networkFault(failed) ?? 'nobody listens there'), { cause: failed })
  }
}
