import * as v from 'valibot'
import type { AppliedState } from '../rules/registrations/applied-state.ts'
import type { Assignment } from '../rules/registrations/registrant-key.ts'
import type { RegistrationRecord } from './registrations.ts'

/** Columns keep the names of the first release, so that its rows are read and what it does not know is added. */

export const assignment = {
  configuration: v.string(),
  webinarId: v.string(),
  address: v.string(),
  kind: v.picklist(['event', 'session']),
  webinarRow: v.string(),
  email: v.optional(v.string(), ''),
  contact: v.optional(v.string(), ''),
}
export const toAssignment = <T extends { address: string; email: string }>({ address, email, ...rest }: T) => ({
  ...rest,
  emailHash: address,
  sealedEmail: email,
})
const Left = v.pipe(v.object(assignment), v.transform(toAssignment))
/** One registrant alone is no list, as in the first release. */
const OnlyOne = v.pipe(
  Left,
  v.transform((one) => [one]),
)
const Leaving = v.pipe(v.string(), v.parseJson(), v.union([v.array(Left), OnlyOne]))

export const RegistrationRow = v.pipe(
  v.object({
    ...assignment,
    leaving: v.optional(Leaving, '[]'),
    releasedProviderId: v.optional(v.string(), ''),
    linkSalt: v.optional(v.string()),
    linkProof: v.optional(v.string(), ''),
    linkOpen: v.optional(v.boolean(), false),
    untied: v.optional(v.boolean(), false),
  }),
  v.transform(({ leaving, linkSalt: salt, linkProof: proof, linkOpen: isOpen, untied, ...row }) => ({
    ...toAssignment(row),
    leaving,
    ...(salt !== undefined && { link: { salt, proof, isOpen } }),
    ...(untied && { isUntied: true as const }),
  })),
)

export function toRegistrationColumns(record: RegistrationRecord) {
  const { leaving, releasedProviderId, link, isUntied } = record
  const left = leaving.map(columnsOf)
  const ofLink = link && { linkSalt: link.salt, linkProof: link.proof, linkOpen: link.isOpen }
  return {
    ...columnsOf(record),
    releasedProviderId,
    ...(left.length > 0 && { leaving: JSON.stringify(left.length === 1 ? left[0] : left) }),
    ...ofLink,
    ...(isUntied && { untied: true }),
  }
}

export function columnsOf(record: Assignment) {
  const { configuration, webinarId, emailHash, kind, webinarRow, sealedEmail, contact } = record
  const theirs = contact && { contact }
  return { configuration, webinarId, address: emailHash, kind, webinarRow, email: sealedEmail, ...theirs }
}

/** The first release kept a refusal in place of what was applied before, which is unknown therefore. */
const refusedBefore = 'refused:'

export const RegistrantRow = v.pipe(
  v.object({
    configuration: v.string(),
    state: v.picklist(['none', 'registered', 'cancelled', 'blocked', 'erased']),
    fingerprint: v.string(),
    refused: v.optional(v.string(), ''),
    providerId: v.string(),
    claimedUntil: v.date(),
    at: v.date(),
    told: v.optional(v.date()),
  }),
  v.transform(({ fingerprint, refused, claimedUntil, told, ...row }) => {
    const isRefusal = fingerprint.startsWith(refusedBefore)
    return {
      ...row,
      appliedHash: isRefusal ? '' : fingerprint,
      refusedHash: isRefusal ? fingerprint.slice(refusedBefore.length) : refused,
      leaseExpiresAt: claimedUntil,
      toldAt: told,
    }
  }),
)

export function toRegistrantColumns(configuration: string, state: AppliedState, leaseExpiresAt: Date, at: Date) {
  const { state: name, appliedHash: fingerprint, refusedHash: refused, providerId, toldAt } = state
  const told = toldAt && { told: toldAt }
  return { configuration, state: name, fingerprint, refused, providerId, claimedUntil: leaseExpiresAt, at, ...told }
}
