import { createHash, timingSafeEqual } from 'node:crypto'
import type { Registration } from '../../model/crm.ts'
import { isActive } from './standing.ts'

/**
 * The record of the join link of a registration: the salt it was signed with, and a hash of its signature. So a link is
 * looked at without any key, and nobody makes one of the record.
 */
export type JoinLink = {
  salt: string
  proof: string
  /** Whether the registration asks for a place. */
  isOpen: boolean
}

/** Signs a registration id and a salt: 14 bytes, which nobody guesses. */
export type Sign = (salt: string) => Uint8Array

const idBytes = 16

/** The token of a link: the registration id and the signature, in 40 characters that an address takes as they are. */
export function joinToken(registrationId: string, signature: Uint8Array): string {
  const id = Buffer.from(registrationId.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, signature]).toString('base64url')
}

/** The registration that a token names, and its signature, right or not; undefined if it has another form. */
export function readJoinToken(token: string): { registrationId: string; signature: Uint8Array } | undefined {
  if (!/^[\w-]{40}$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  const hex = bytes.toString('hex', 0, idBytes)
  const registrationId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { registrationId, signature: bytes.subarray(idBytes) }
}

/** Whether this is the signature of the link, in a time that tells nothing of it. */
export function isSigned({ proof }: Pick<JoinLink, 'proof'>, signature: Uint8Array): boolean {
  const [known, given] = [Buffer.from(proof), Buffer.from(proofOf(signature))]
  return known.length === given.length && timingSafeEqual(known, given)
}

/** A link that is signed anew. */
export function signedLink(sign: Sign, salt: string): JoinLink {
  return { salt, proof: proofOf(sign(salt)), isOpen: true }
}

/**
 * The link that a registration is to have: the one it has, as long as that can be shown; undefined if none was ever
 * needed.
 * @param newSalt for a link that is made now
 */
export function rightLink(
  registration: Pick<Registration, 'standing' | 'joinLink'>,
  before: JoinLink | undefined,
  sign: Sign,
  newSalt: string,
): JoinLink | undefined {
  const isOpen = isActive(registration)
  const isKept = before && (registration.joinLink === undefined || !isOpen || shown(registration, before, sign))
  if (isKept) return { ...before, isOpen }
  return registration.joinLink !== undefined && isOpen ? signedLink(sign, newSalt) : before
}

/** Whether the row of somebody who takes part has room for a link, and shows none, or one of another place of the app. */
export function lacksLink(
  { joinLink, ...registration }: Pick<Registration, 'standing' | 'joinLink'>,
  publicAddress: string | undefined,
): boolean {
  if (publicAddress === undefined || joinLink === undefined || !isActive(registration)) return false
  return !joinLink.startsWith(`${publicAddress}/`)
}

/** The address that the row is to show of a link; undefined where it cannot be told. */
export function joinAddress(
  registration: Pick<Registration, 'id' | 'joinLink'>,
  link: JoinLink,
  sign: Sign,
  publicAddress: string,
): string | undefined {
  const token = shown(registration, link, sign)
  if (!token) return undefined
  return `${publicAddress}/api/join/${token === 'signed' ? joinToken(registration.id, sign(link.salt)) : token}`
}

/** The token that the row shows, if it is the right one; `signed`: it can be made again; undefined: the key is another one by now. */
function shown({ joinLink = '' }: Pick<Registration, 'joinLink'>, link: JoinLink, sign: Sign) {
  const token = joinLink.slice(joinLink.lastIndexOf('/') + 1)
  const read = readJoinToken(token)
  if (read && isSigned(link, read.signature)) return token
  return isSigned(link, sign(link.salt)) ? 'signed' : undefined
}

function proofOf(signature: Uint8Array) {
  return createHash('sha256').update(signature).digest('base64url')
}
