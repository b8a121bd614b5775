import { generateKeyPairSync, privateDecrypt, publicEncrypt, randomBytes, randomUUID } from 'node:crypto'
import { hour, minute } from '../../lib/core/time.ts'
import type { KeyKind } from '../../lib/credentials/key-kind.ts'
import { createKeyRing } from '../../lib/credentials/key-ring.ts'
import type { Vault, Version } from '../../lib/credentials/vault.ts'

/** An error as the SDK throws it. */
export const vaultAnswer = (statusCode: number, code: string, inner?: string) =>
  Object.assign(new Error(code), {
    ...{ name: 'RestError', statusCode, code },
    ...(inner && { details: { error: { code, innerError: { code: inner } } } }),
  })

let pair: ReturnType<typeof makePair> | undefined
const makePair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
/** One pair for all versions, which the label tells apart. */
const labelled = (version: string) => ({ oaepHash: 'sha256', oaepLabel: Buffer.from(version) })

/** A vault with a secret and a key of the same versions, and key rings on it under the clock of the test. */
export function inMemoryVault(start = new Date('2026-05-12T16:00:00Z')) {
  let now = start
  let versions: (Version & { value: string })[] = []
  let fault: Error | undefined
  let reads = 0
  let stalled: Promise<void> | undefined
  function find(version: string | undefined, missing: string) {
    reads += 1
    if (fault) throw fault
    const found = versions.findLast((one) => version === undefined || one.version === version)
    if (!found) throw vaultAnswer(404, missing)
    return found
  }
  function unwrap(version: string, wrapped: Uint8Array) {
    try {
      pair ??= makePair()
      return privateDecrypt({ key: pair.privateKey, ...labelled(version) }, wrapped)
    } catch {
      throw vaultAnswer(400, 'BadParameter')
    }
  }
  /** Finds now, and answers when the test says so. */
  async function answered<Answer>(find: () => Answer) {
    const [answer, wait] = [find(), stalled]
    stalled = undefined
    await wait
    return answer
  }
  const vault: Vault = {
    secret: (version) => answered(() => find(version, 'SecretNotFound')),
    newestKey: () => answered(() => find(undefined, 'KeyNotFound')),
    async wrapKey(version, dataKey) {
      pair ??= makePair()
      return publicEncrypt({ key: pair.publicKey, ...labelled(find(version, 'KeyNotFound').version) }, dataKey)
    },
    unwrapKey: (version, wrapped) => answered(() => unwrap(find(version, 'KeyNotFound').version, wrapped)),
  }
  const later = (time: number) => {
    now = new Date(now.getTime() + time)
  }
  /** Adds a version, and lets the time pass after which every ring has noticed it. */
  function rotate(dates: Omit<Version, 'version'> = {}) {
    const version = randomUUID().replaceAll('-', '')
    versions.push({ version, value: randomBytes(32).toString('base64'), ...dates })
    later(minute)
    return version
  }
  rotate()
  return {
    ring: (kind: KeyKind = 'secret', rules: { bridgeFor?: number; onRefused?: () => void } = {}) =>
      createKeyRing(vault, kind, { bridgeFor: hour, now: () => now, ...rules }),
    rotate,
    add: (version: (typeof versions)[number]) => void versions.push(version),
    later,
    now: () => now,
    reads: () => reads,
    newest: () => versions.at(-1)?.version ?? '',
    purge(version: string) {
      versions = versions.filter((one) => one.version !== version)
      later(hour)
    },
    /** The next answer waits until the returned function is called. */
    stall() {
      const { promise, resolve } = Promise.withResolvers<void>()
      stalled = promise
      return resolve
    },
    /** Every call is answered with this error, until it is called without one. */
    answer: (error?: Error) => {
      fault = error
    },
  }
}
