import { randomUUID } from 'node:crypto'

/** When a version may be used: from when, and until when. */
export type Lifetime = { notBefore?: Date; expires?: Date }

/** One version of a secret or key; times in seconds, as the service sends them. */
export type Version = {
  version: string
  enabled: boolean
  created: number
  updated: number
  nbf?: number | undefined
  exp?: number | undefined
}

const seconds = (date: Date | undefined) => date && Math.floor(date.getTime() / 1000)

export function newVersion({ notBefore, expires }: Lifetime): Version {
  const now = Math.floor(Date.now() / 1000)
  return {
    ...{ version: randomUUID().replaceAll('-', ''), enabled: true, created: now, updated: now },
    ...{ nbf: seconds(notBefore), exp: seconds(expires) },
  }
}

/** The secrets, or the keys, of a vault by name; versions oldest first. */
export function createVersions<One extends Version>() {
  const versions = new Map<string, One[]>()
  const find = (name: string, version?: string) =>
    versions.get(name)?.findLast((one) => !version || one.version === version)
  return {
    find,
    list: (name: string): readonly One[] => versions.get(name) ?? [],
    add(name: string, one: One) {
      versions.set(name, [...(versions.get(name) ?? []), one])
      return one
    },
    setEnabled(name: string, version: string, enabled: boolean) {
      const one = find(name, version)
      if (!one) throw new Error(`The vault has no ${name} of version ${version}.`)
      one.enabled = enabled
    },
  }
}

/** `exp` and `nbf` of a version as the service sends them. */
export function attributesOf({ enabled, created, updated, nbf, exp }: Version) {
  return { enabled, created, updated, nbf, exp, recoveryLevel: 'Recoverable' }
}

export function failure(status: number, code: string, message: string, inner?: string) {
  const innererror = inner ? { code: inner } : undefined
  return Response.json({ error: { code, message, innererror } }, { status })
}

/** An operation on a version that is switched off. @param what `secret` or `key` */
export function disabled(operation: string, what: 'secret' | 'key') {
  const inner = what === 'secret' ? 'SecretDisabled' : 'KeyDisabled'
  return failure(403, 'Forbidden', `Operation ${operation} is not allowed on a disabled ${what}.`, inner)
}
