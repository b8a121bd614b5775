import { ConflictError, CredentialsRefusedError, TooLateError, WebinarClosedError } from '../../core/errors.ts'
import { isThere, type ProviderRegistrant } from '../../model/webinar.ts'
import { cancelledHash } from '../../rules/registrations/applied-state.ts'
import type { Assignment } from '../../rules/registrations/registrant-key.ts'
import type { Services } from '../../services.ts'
import type { StoredState } from '../../stores/registrations.ts'
import { healthOf } from '../configurations/health.ts'
import { findSiblings } from './find-siblings.ts'
import { keepOutIfLate } from './keep-out.ts'
import { nobodyIfClosed } from './listed-registrants.ts'
import { noteFormer } from './note-former.ts'
import { reconcileRegistrant } from './reconcile-registrant.ts'
import { type ConnectedWebinar, connect, type RegistrantAt, registrantAt } from './registrant.ts'
import { writeStatus } from './write-status.ts'

/**
 * Reconciles the registrant that a registration leaves: its row was deleted, its address changed, or its event runs as
 * another webinar. The registrations that still share the registrant keep it; where there is none it is cancelled.
 *
 * Before a webinar begins, only this webinar is touched (cancel here, register there). Once it has begun, nothing can
 * be cancelled; then, and only to move within the same webinar, the person is renamed in all webinars of the account,
 * which is refused where the new address is taken.
 * @param to where the registration goes; undefined if it is gone
 * @param email the address in CRM today, if there is a row
 * @returns the provider's id of the registrant that was left; empty if none is known
 */
export async function releaseRegistrant(
  registrationId: string,
  from: Assignment,
  to: RegistrantAt | undefined,
  email: string | undefined,
  services: Services,
): Promise<string> {
  try {
    const connected = await connect(from, services)
    if (!connected) return ''
    await noteFormer(registrationId, from, services)
    const known = connected.cipher.open(from.sealedEmail, registrationId) ?? matching(from, email, connected)
    const listed = known === undefined ? await findListed(registrationId, from, services) : undefined
    const address = known ?? listed?.email
    if (address === undefined || connected.account.validateRegistrant({ email: address })) return ''
    const left = registrantAt(connected, address, from)
    if (to && isSame(left, to)) return ''
    return await release(registrationId, left, to, listed !== undefined, services)
  } catch (error) {
    if (!(error instanceof CredentialsRefusedError) || to?.configuration === from.configuration) throw error
    // The account left behind is locked out. That must not block the move to another account.
    error.configuration = from.configuration
    await services.reportHealth(from.configuration, healthOf(error, services.now()))
    if (!to) throw error
    return ''
  }
}

/**
 * Cancels the registrant that a row names and the connector does not know: another integration registered the person
 * under an address of before.
 */
export async function releaseForeign(
  registrationId: string,
  providerId: string,
  at: RegistrantAt,
  services: Services,
): Promise<void> {
  const { byProviderId } = await services.listedRegistrants(at.configuration, at.webinarId)
  const listed = byProviderId.get(providerId)
  if (!listed || !isThere(listed)) return
  const left = registrantAt(at, listed.email, at)
  if (!isSame(left, at)) await release(registrationId, left, at, true, services)
}

async function release(
  registrationId: string,
  leaves: RegistrantAt,
  to: RegistrantAt | undefined,
  foreign: boolean,
  services: Services,
): Promise<string> {
  const seenAt = services.now()
  const applied = await services.registrationStore.readApplied(leaves.key)
  // Only the row to which the webinar belongs says who stays in it: that is asked after the applied state is read, too.
  const owner = await services.ownerOf(leaves, leaves.webinarRow)
  if (owner && !('id' in owner)) return ''
  const left = owner ? { ...leaves, kind: owner.kind, webinarRow: owner.id } : leaves
  const siblings = await findSiblings(left, registrationId, services)
  if (siblings.some(({ id }) => id === registrationId)) {
    throw new ConflictError('The registration came back while it was released.')
  }
  try {
    // Without a state it is not known whether they are registered: credentials may have been removed and entered again.
    const mayBeForeign = foreign || applied.etag === 'new'
    const inHand = { id: registrationId, isNew: false, releasedProviderId: '' }
    const status = await reconcileRegistrant(left, applied, siblings, inHand, mayBeForeign, services)
    await writeStatus(siblings, seenAt, left.configuration, status, services)
  } catch (error) {
    if (error instanceof WebinarClosedError) return applied.providerId
    if (!(error instanceof TooLateError)) throw error
    const stays = to?.configuration === left.configuration && to.webinarId === left.webinarId
    if (!stays) {
      await keepOutIfLate(error, left, registrationId, services).catch(ifTooLate)
      return applied.providerId
    }
    // The person can neither leave under the old address nor take the new one along.
    if (!left.account.capabilities.movesAfterStart) throw error
    await rename(left, to, services)
  }
  return applied.providerId
}

/** Gives the person their new address in all webinars of the account, while no other worker can change the old one. */
async function rename(left: RegistrantAt, to: RegistrantAt, { registrationStore }: Services) {
  const applied: StoredState = await registrationStore.readApplied(left.key)
  await registrationStore.apply(left.key, applied, { state: 'cancelled', hash: cancelledHash }, async () => {
    await left.account.rename(left.email, to.email)
    return applied
  })
}

function ifTooLate(error: unknown) {
  if (!(error instanceof TooLateError)) throw error
}

/** A record of the first release has no address; today's is the one that was kept if its hash is the same. */
function matching(from: Assignment, email: string | undefined, { cipher, webinarId }: ConnectedWebinar) {
  const same = email !== undefined && cipher.keyOf(webinarId, email).firstEditionHash === from.emailHash
  return same ? email : undefined
}

/** The provider's list tells the address where no record does: read once a webinar, not once a person. */
async function findListed(
  registrationId: string,
  from: Assignment,
  { registrationStore, listedRegistrants }: Services,
): Promise<ProviderRegistrant | undefined> {
  const { providerId } = await registrationStore.readApplied({ ...from, firstEditionHash: '' })
  const listed = await listedRegistrants(from.configuration, from.webinarId).catch(nobodyIfClosed)
  const found = listed?.byProviderId.get(providerId) ?? listed?.byRegistrationId.get(registrationId)
  return found && isThere(found) ? found : undefined
}

function isSame({ key: a }: RegistrantAt, { key: b }: RegistrantAt) {
  return a.configuration === b.configuration && a.webinarId === b.webinarId && a.emailHash === b.emailHash
}
