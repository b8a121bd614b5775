import { randomUUID } from 'node:crypto'
import { ifConflict } from '../../core/errors.ts'
import { day } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import type { NotedRegistrant } from '../../stores/former-registrants.ts'
import { recordDone, recordOrderOnRow } from '../operations/audited.ts'
import { sealAddresses } from './addresses.ts'
import { newPart } from './begin.ts'

/** A contact that was deleted by mistake can be restored for so long: what the provider forgot comes back by nothing. */
const restoreTime = day

/**
 * Follows a contact that may have been deleted, in the accounts that erase such contacts: it is erased once it has been
 * gone for a day. One that is there, merged or deactivated or not, is not erased.
 */
export async function followDeletedContact(contact: string, services: Services) {
  const { crm, formerRegistrants, now } = services
  const former = await inForce(await formerRegistrants.ofContact(contact), services)
  if (former.length === 0) return undefined
  const there = (await crm.contactsAmong([contact])).get(contact)
  if (there) {
    await keep(former, there.master, services)
    return 'there'
  }
  const erasure = randomUUID()
  for (const one of former) if (!one.goneAt) await formerRegistrants.markGone(one, now(), erasure)
  const isDue = ({ goneAt, isOrdered }: NotedRegistrant) =>
    goneAt !== undefined && !isOrdered && now().getTime() - goneAt.getTime() >= restoreTime
  const due = Map.groupBy(former.filter(isDue), (one) => one.erasure)
  for (const [id, theirs] of due) await orderErasure(id, contact, theirs, services)
  return due.size > 0 ? 'ordered' : 'waiting'
}

/** Only accounts that erase deleted contacts now count. */
async function inForce(former: readonly NotedRegistrant[], { crm }: Services) {
  const accounts = new Set(former.map(({ configuration }) => configuration))
  for (const id of accounts) if (!(await crm.accountSettingsNow(id)).eraseDeleted) accounts.delete(id)
  return former.filter(({ configuration }) => accounts.has(configuration))
}

/** The contact was restored, or merged: then the registrants that it was are those of its master. */
async function keep(former: readonly NotedRegistrant[], master: string | undefined, services: Services) {
  const { formerRegistrants } = services
  for (const one of former) {
    if (master) {
      await formerRegistrants.note({ ...one, contact: master }).catch(ifConflict)
      await formerRegistrants.remove([one])
    } else if (one.goneAt) await formerRegistrants.unmark(one)
  }
}

/** Orders an erasure under the id that it was given before: again after a crash, it is the same one. */
async function orderErasure(id: string, contact: string, former: readonly NotedRegistrant[], services: Services) {
  const { erasureStore, formerRegistrants, registrantCipherFor, eraseOn, now } = services
  const at = new Date(Math.max(...former.map(({ goneAt }) => goneAt?.getTime() ?? 0)) + restoreTime)
  const actor = { by: 'dynamics', id: 'unknown' } as const
  const order = { act: id, action: 'person_erased', actor, subject: `contact ${contact}`, at } as const
  await recordOrderOnRow(order, services)
  if (!(await erasureStore.erasure(id))) {
    const parts = []
    for (const [configuration, theirs] of Map.groupBy(former, (one) => one.configuration)) {
      const cipher = await registrantCipherFor(configuration)
      const emails = theirs.flatMap(({ sealedEmail, registration }) => cipher.open(sealedEmail, registration) || [])
      parts.push(newPart(configuration, sealAddresses(cipher, emails, id)))
    }
    await erasureStore.begin(id, { at: now(), contact, deleted: true }, parts)
  }
  await eraseOn(id)
  for (const one of former) await formerRegistrants.markOrdered(one)
  await recordDone({ ...order, run: id }, services)
}
