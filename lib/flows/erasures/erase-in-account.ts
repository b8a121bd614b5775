import { ConflictError, missingIfUnreadable } from '../../core/errors.ts'
import { minute } from '../../core/time.ts'
import type { RegistrantCipher } from '../../credentials/registrant-cipher.ts'
import type { PersonSought } from '../../dataverse/people.ts'
import type { Services } from '../../services.ts'
import type { Erasure, ErasurePart } from '../../stores/erasures.ts'
import { distinctAddresses, openAddresses, sealAddresses } from './addresses.ts'
import { noteErased } from './note-erased.ts'

/** Nothing that began before an erasure is under way after this: `functionTimeout` of host.json, and clocks differ. */
export const settleTime = 35 * minute

type Part = ErasurePart & { etag: string }
type Registrations = Awaited<ReturnType<Services['crm']['registrationsOfPerson']>>

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
  const { erasureStore, accountFor, registrantCipherFor, crm, queues, now } = services
  const { id, contact } = erasure
  const { configuration } = part
  const refuse = async (code: string) => {
    await erasureStore.putPart(id, { ...part, state: 'refused', sealed: '', code }, part.etag)
    return 'refused' as const
  }
  const account = await accountFor(configuration)
  if (!account) return refuse('credentials_not_kept')
  if (!account.erase) return refuse('erase_unsupported')
  const cipher = await registrantCipherFor(configuration)
  const sealed = openAddresses(cipher, part.sealed, id)
  if (sealed.length === 0) return refuse('address_unreadable')

  const found = await crm.registrationsOfPerson({ contact: contact || undefined, emails: sealed })
  const registrations = found.filter(({ webinar }) => webinar.configuration === configuration)
  const known = part.state === 'waiting' ? await addressesOn(registrations, cipher, services) : []
  const emails = distinctAddresses([...sealed, ...known])
  const person = { contact: contact || undefined, emails }
  let current = part
  if (part.state === 'waiting') {
    await noteErased(registrations, emails, { cipher, configuration, at: erasure.at }, services)
    const registrants = await account.erase(emails.filter((email) => !account.validateRegistrant({ email })))
    const told = { ...part, state: 'told', registrants, sealed: sealAddresses(cipher, emails, id) } as const
    current = { ...told, etag: await erasureStore.putPart(id, told, part.etag) }
  }
  const records = current.records + (await blankRecords(registrations, cipher, services))
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

/** Addresses under which the connector knows these registrations: one may have had another before. */
async function addressesOn(registrations: Registrations, cipher: RegistrantCipher, { registrationStore }: Services) {
  const addresses: string[] = []
  for (const { id } of registrations) {
    const record = await registrationStore.record(id).catch(missingIfUnreadable)
    for (const sealed of [record?.sealedEmail, record?.leaving?.sealedEmail]) {
      const address = sealed && cipher.open(sealed, id)
      if (address) addresses.push(address)
    }
  }
  return addresses
}

/** Takes the addresses from the records of registrations; which registrant each is stays known by its keyed hash. */
async function blankRecords(registrations: Registrations, cipher: RegistrantCipher, { registrationStore }: Services) {
  let blanked = 0
  for (const { id } of registrations) {
    const record = await registrationStore.record(id).catch(missingIfUnreadable)
    const isOpen = (sealed: string | undefined) => sealed !== undefined && (cipher.open(sealed, id) ?? '') !== ''
    if (!record || !(isOpen(record.sealedEmail) || isOpen(record.leaving?.sealedEmail))) continue
    const sealedEmail = cipher.seal('', id)
    const leaving = record.leaving && { ...record.leaving, sealedEmail }
    await registrationStore.assign(id, { ...record, sealedEmail, leaving }, record)
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
