import { UnfinishedError } from '../../core/errors.ts'
import { minute } from '../../core/time.ts'
import type { AccountSettings } from '../../model/account-settings.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { unpackRegistrant } from '../../rules/registrants/packed-registrant.ts'
import type { Services } from '../../services.ts'
import { bringRegistrants } from '../registrants/bring-registrants.ts'
import { connect } from '../registrations/registrant.ts'
import type { CompressedTexts } from './compressed-texts.ts'

/** Attendance is written in what is left of `functionTimeout` (host.json). */
const bringingTime = 8 * minute
/** People that are brought together: few enough for the time to be looked at in between. */
const peopleAtOnce = 200

/**
 * Brings people who registered at the provider themselves to CRM, before attendance is matched with registrations.
 * @param stands whether the credentials are still there
 * @throws UnfinishedError if there are more people than time: the next reading finds who was brought
 */
export async function bringPeople(
  webinar: WebinarRow,
  people: CompressedTexts,
  settings: AccountSettings,
  stands: () => Promise<boolean>,
  services: Services,
) {
  const { crm, attendanceStore, now } = services
  const { kind, id, configuration = '', webinarId = '' } = webinar
  const connected = await connect({ configuration, webinarId }, services)
  if (!connected) return
  const until = now().getTime() + bringingTime
  const registrations = await Array.fromAsync(crm.registrationKeys(kind, id))
  const goesOn = async () => now().getTime() < until && (await stands())
  const { isWhole } = await bringRegistrants(
    webinar,
    connected,
    blocksOf(people),
    registrations,
    settings,
    goesOn,
    services,
  )
  if (isWhole || !(await stands())) return
  await attendanceStore.noteQueued(kind, id, now())
  throw new UnfinishedError('There are more people than time to bring them; the rest is next.')
}

async function* blocksOf(people: CompressedTexts) {
  for await (const texts of people.blocks()) {
    for (let at = 0; at < texts.length; at += peopleAtOnce) {
      yield texts.slice(at, at + peopleAtOnce).map(unpackRegistrant)
    }
  }
}
