import { ConflictError, ifConflict, missingIfUnreadable } from '../../core/errors.ts'
import { minute } from '../../core/time.ts'
import type { RegistrantCipher } from '../../credentials/registrant-cipher.ts'
import type { PersonSought } from '../../dataverse/people.ts'
import type { Services } from '../../services.ts'
import type { Erasure, ErasurePart } from '../../stores/erasures.ts'
import { openAddresses, sealAddresses } from './addresses.ts'
import { noteErased } from './note-erased.ts'
import { findTraces, type Traces } from './their-traces.ts'

/** Nothing that began before an erasure is under way after this: `functionTimeout` of host.json, and clocks differ. */
export const settleTime = 35 * minute

type Part = ErasurePart & { etag: string }

/**
 * Erases a person in one account: first nobody may register them any more, then the provider forgets them, then their
 * addresses go from the connector's records and their rows from its tables. Each step may run twice.
 * @throws ConflictError while a registration of them is under way, and whatever the provider or Dataverse throws
 */
export async function eraseInAccount(
  erasure: Erasure & { id: string },
  part: Part,
  services: Services,
): Promise<ErasurePart['state']> {
  const { erasureStore, formerRegistrants, accountFor, registrantCipherFor, queues, now } = services
  const { id, contact } = erasure
  const { configuration } = part
  const refuse = async (code: string) => {
    await erasureStore.putPart(id, { ...part, state: 'refused', sealed: '', code }, part.etag)
    return 'refused' as const
  }
  const account = await accountFor(configuration)
  if (!account) return refuse('credentials_not_kept')
  if (!account.erase) return refuse('erase_unsupported')
  const isFirst = part.state === 'waiting'
  const objection = erasure.deleted && isFirst ? await objectionTo(contact, configuration, services) : undefined
  if (objection) {
    await unmark(contact, configuration, services)
    return refuse(objection)
  }
  const cipher = await registrantCipherFor(configuration)
  const sealed = openAddresses(cipher, part.sealed, id)
  if (sealed.length === 0) return refuse('address_unreadable')

  const { registrations, others, former, emails } = await findTraces(erasure, configuration, sealed, cipher, services)
  const person = { contact: contact || undefined, emails }
  let current = part
  const code = others.length > 0 ? 'address_shared' : ''
  if (isFirst && emails.length > 0) {
    const webinars = new Set(registrations.flatMap(({ webinar }) => webinar.webinarId ?? []))
    for (const { webinarId } of former) webinars.add(webinarId)
    await noteErased(webinars, emails, { cipher, configuration, at: erasure.at }, services)
    const registrants = await account.erase(emails.filter((email) => !account.validateRegistrant({ email })))
    const told = { ...part, state: 'told', code, registrants, sealed: sealAddresses(cipher, emails, id) } as const
    current = { ...told, etag: await erasureStore.putPart(id, told, part.etag) }
  }
  const ids = [...registrations.map(({ id }) => id), ...(await stillOf(former, services))]
  const records = current.records + (await blankRecords(ids, cipher, services))
  await formerRegistrants.remove(former)
  if (emails.length === 0) return refuse(code)
  const rows = await deleteOwnRows(configuration, person, services)
  const counts = {
    records,
    attendees: current.attendees + rows.attendees,
    unmatched: current.unmatched + rows.unmatched,
  }
  if (part.state === 'settling') {
    await erasureStore.putPart(id, { ...current, ...counts, state: 'done', sealed: '' }, current.etag)
    return 'done'
  }
  // Their rows in CRM say that they were erased.
  await queues.send(
    'registrations',
    registrations.map(({ table, id }) => ({ table, id })),
  )
  const after = new Date(now().getTime() + settleTime)
  await erasureStore.putPart(id, { ...current, ...counts, state: 'settling', after }, current.etag)
  return 'settling'
}

/** Why a contact that was deleted is not erased after all. */
async function objectionTo(contact: string, configuration: string, { crm }: Services) {
  if ((await crm.contactsAmong([contact])).has(contact)) return 'contact_is_back'
  return (await crm.accountSettingsNow(configuration)).eraseDeleted ? undefined : 'erase_deleted_off'
}

/** The notes of the contact count again when it is deleted again. */
async function unmark(contact: string, configuration: string, { formerRegistrants }: Services) {
  for (const one of await formerRegistrants.ofContact(contact)) {
    if (one.configuration === configuration) await formerRegistrants.unmark(one).catch(ifConflict)
  }
}

/** Registrations that outlive their contact, which a session's may. */
async function stillOf(former: Traces['former'], { registrationStore }: Services) {
  const ids: string[] = []
  for (const { registration, contact } of former) {
    const record = await registrationStore.record(registration).catch(missingIfUnreadable)
    if (record?.contact === contact) ids.push(registration)
  }
  return ids
}

/** Takes the addresses from the records of registrations; which registrant each is stays known by its keyed hash. */
async function blankRecords(ids: readonly string[], cipher: RegistrantCipher, { registrationStore }: Services) {
  let blanked = 0
  for (const id of ids) {
    const record = await registrationStore.record(id).catch(missingIfUnreadable)
    if (!record || ![record, ...record.leaving].some(({ sealedEmail }) => cipher.open(sealedEmail, id))) continue
    const sealedEmail = cipher.seal('', id)
    const leaving = record.leaving.map((one) => ({ ...one, sealedEmail }))
    await registrationStore.assign(id, { ...record, sealedEmail, leaving, contact: undefined }, record)
    blanked += 1
  }
  return blanked
}

async function deleteOwnRows(configuration: string, person: PersonSought, { crm }: Services) {
  const counts = { attendees: 0, unmatched: 0 }
  for (const rows of ['attendees', 'unmatched'] as const) {
    const results = await crm.deletePastRows(rows, await crm.ownRowsOfPerson(rows, configuration, person))
    for (const result of results ?? []) {
      if (result.status === 'rejected') throw result.reason ?? new ConflictError('A row could not be deleted.')
      counts[rows] += 1
    }
  }
  return counts
}
