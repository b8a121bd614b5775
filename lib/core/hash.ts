import { createHash, hash } from 'node:crypto'

/**
 * SHA-256 of a whole value: equal for values that say the same, so that a new member counts without being listed here.
 * The order of an object's members does not matter, and a member that is undefined counts as missing. A date counts to
 * the second, which is what Dataverse keeps of it.
 * @param value plain objects, arrays, dates and primitives
 * @returns 43 characters of base64url
 */
export function hashOf(value: unknown): string {
  return hash('sha256', canonical(value), 'base64url')
}

/** SHA-256 of texts one after the other, for lists that are too long to be held. `value` ends it: 43 characters of base64url. */
export function createDigest() {
  const digest = createHash('sha256')
  return {
    add: (text: string) => void digest.update(text).update('\n'),
    value: () => digest.digest('base64url'),
  }
}

function canonical(value: unknown): string {
  if (value instanceof Date) return `{"date":${Math.floor(value.getTime() / 1000)}}`
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  let members = ''
  for (const name of Object.keys(value).sort()) {
    const member: unknown = value[name as keyof typeof value]
    if (member !== undefined) members += `${JSON.stringify(name)}:${canonical(member)},`
  }
  return `{${members}}`
}
