import pLimit from 'p-limit'
import { normalizeEmail } from '../../core/email.ts'
import { ConflictError } from '../../core/errors.ts'
import type { AccountSettings } from '../../model/account-settings.ts'
import type { Owner, RegistrationKey, WebinarRow } from '../../model/crm.ts'
import type { FoundContact, ThereRegistrant } from '../../model/registered-there.ts'
import { unmatchedId } from '../../rules/attendance/to-unmatched-attendee.ts'
import { madeRegistrationId } from '../../rules/registrants/made-ids.ts'
import { contactOf, distinctByEmail, indexKnown, registrationOf } from '../../rules/registrants/newcomers.ts'
import type { Services } from '../../services.ts'
import type { ConnectedWebinar } from '../registrations/registrant.ts'
import { erasedEver } from './erased-ever.ts'
import { ifNotTaken, makeContact } from './make-contact.ts'
import { makeRegistration, tieRegistrant } from './make-registration.ts'
import { writeConsents } from './write-consents.ts'

/** Each makes some calls to Dataverse and one to the provider, whose turns are waited for in place. */
const atOnce = 8

/** How many of each were made; `isWhole`: all people were looked at. */
export type BroughtRegistrants = { made: number; contacts: number; consents: number; isWhole: boolean }

type Known = Pick<RegistrationKey, 'id' | 'email' | 'providerId'>
type Chosen = Pick<AccountSettings, 'registeredThere' | 'consentPurpose'>

/**
 * Brings people who registered at the provider themselves to CRM, as far as the account's settings say: registrations of
 * contacts that are known, contacts of those who are not, and consents. What is there already is not written again, and
 * nobody is brought who was erased, whom somebody ignores, or of whom it cannot be told which contact they are.
 * @param blocks people with a place in the webinar, some at a time
 * @param registrations all of the webinar, whatever their state
 * @param goesOn asked before each block
 */
export async function bringRegistrants(
  webinar: WebinarRow,
  connected: ConnectedWebinar,
  blocks: AsyncIterable<readonly ThereRegistrant[]>,
  registrations: readonly Known[],
  settings: Chosen,
  goesOn: () => Promise<boolean>,
  services: Services,
): Promise<BroughtRegistrants> {
  const { account } = connected
  const brought = { made: 0, contacts: 0, consents: 0 }
  // Nothing is told to a provider whose terms nobody accepts.
  if (!(await services.termsAccepted())) return { ...brought, isWhole: true }
  const known = indexKnown(registrations)
  const isErased = await erasedEver(connected, services)
  const make = createMaking(webinar, connected, settings, services)
  const seen = new Set<string>()
  for await (const block of blocks) {
    if (!(await goesOn())) return { ...brought, isWhole: false }
    const people = block.filter((one) => !isErased(one.email) && !account.validateRegistrant(one))
    const own = people.filter((one) => !one.registrationId)
    const newcomers = distinctByEmail(own).filter((one) => {
      const email = normalizeEmail(one.email)
      const isNew = registrationOf(one, known) === undefined && !seen.has(email)
      if (isNew) seen.add(email)
      return isNew
    })
    const { made, contacts } = settings.registeredThere === 'list' ? nothing : await make(newcomers)
    brought.made += made.size
    brought.contacts += contacts
    await tieLeft(webinar, connected, own, (one) => registrationOf(one, known), services)
    const registered = people.filter(
      (one) => registrationOf(one, known) !== undefined || made.has(normalizeEmail(one.email)),
    )
    brought.consents += await writeConsents(settings.consentPurpose, registered, connected, services)
  }
  if (brought.made > 0) await services.markCounted(webinar)
  return { ...brought, isWhole: true }
}

const nothing = { made: new Set<string>(), contacts: 0 }

/** Makes registrations of people who have none, and contacts where that is wanted. */
function createMaking(webinar: WebinarRow, connected: ConnectedWebinar, settings: Chosen, services: Services) {
  const { crm } = services
  let around: ReturnType<typeof surroundings> | undefined
  return async (newcomers: readonly ThereRegistrant[]) => {
    const made = new Set<string>()
    if (newcomers.length === 0) return { made, contacts: 0 }
    around ??= surroundings(webinar, services)
    const { owner, ignored, eventRegistrations } = await around
    const wanted = newcomers.filter(({ providerId }) => !ignored.has(unmatchedId(webinar, providerId)))
    const found = await crm.contactsLike(wanted.map(({ email }) => email))
    const byEmail = Map.groupBy(found, ({ email }) => normalizeEmail(email))
    const chosen: { person: ThereRegistrant; contact: FoundContact }[] = []
    let contacts = 0
    for (const person of wanted) {
      let contact: ReturnType<typeof contactOf> | 'busy' = contactOf(
        person.email,
        byEmail.get(normalizeEmail(person.email)) ?? [],
      )
      if (contact === 'none' && settings.registeredThere === 'allContacts') {
        const done = await makeContact(person, webinar, connected, owner, services).catch(ifNotTaken)
        if (done?.isNew) contacts += 1
        contact = done?.contact ?? contact
      }
      if (typeof contact === 'object') chosen.push({ person, contact })
    }
    await pLimit(atOnce).map(chosen, async ({ person, contact }) => {
      const eventRegistrationId = eventRegistrations.get(contact.id)
      const making = { person, contact, isOrdered: false, eventRegistrationId, owner }
      const isMade = await makeRegistration(webinar, connected, making, services).catch(ifLeft)
      if (isMade) made.add(normalizeEmail(person.email))
    })
    return { made, contacts }
  }
}

/** The owner of the event, rows of people whom somebody ignores and, for a session, registrations for its event. */
async function surroundings({ kind, id, eventId }: WebinarRow, { crm }: Pick<Services, 'crm'>) {
  const owner: Owner | undefined = await crm.webinarOwner(kind, id)
  const ignored = new Set(await crm.ignoredAttendees(kind, id))
  const ofEvent = kind === 'session' ? await Array.fromAsync(crm.registrationKeys('event', eventId)) : []
  const eventRegistrations = new Map(ofEvent.flatMap((one) => (one.contactId ? [[one.contactId, one.id]] : [])))
  return { owner, ignored, eventRegistrations }
}

/** Ties people whose registration was made by a run that ended before that. */
async function tieLeft(
  webinar: WebinarRow,
  connected: ConnectedWebinar,
  people: readonly ThereRegistrant[],
  registrationOf: (person: ThereRegistrant) => string | undefined,
  services: Services,
) {
  const { cipher, webinarId } = connected
  await pLimit(atOnce).map(people, async (person) => {
    const id = registrationOf(person)
    const isMade =
      id !== undefined && id === madeRegistrationId(webinar, cipher.keyOf(webinarId, person.email).emailHash)
    if (isMade) await tieRegistrant(id, person.email, connected, services)
  })
}

/** One who cannot be brought now costs themselves, and is looked at again with the next reading. */
function ifLeft(error: unknown): undefined {
  return error instanceof ConflictError ? undefined : ifNotTaken(error)
}
