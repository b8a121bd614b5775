import * as v from 'valibot'
import type { Person } from '../model/engagement.ts'
import type { WebinarAccount } from '../model/provider.ts'
import { toActions } from './actions.ts'
import { engagementOfAttendee, engagementOfRegistrant, text } from './engagement.ts'
import { On24Attendee, On24Registrant } from './schemas.ts'
import { toAttendance, toProviderRegistrant } from './to-attendance.ts'

type List = <S extends v.GenericSchema>(
  schema: S,
  webinarId: string,
  what: 'registrant' | 'attendee',
) => AsyncIterable<v.InferOutput<S> | undefined>

const Registrant = v.looseObject(On24Registrant.entries)
const Attendee = v.looseObject(On24Attendee.entries)

/** The lists of a webinar with all that ON24 tells of each person, which is in the answers in any case. */
export function createDetailedLists(list: List): NonNullable<WebinarAccount['detailed']> {
  return {
    async *registrants(webinarId) {
      for await (const raw of list(Registrant, webinarId, 'registrant')) {
        yield raw && { ...toProviderRegistrant(raw), person: toPerson(raw), engagement: engagementOfRegistrant(raw) }
      }
    },
    async *attendances(webinarId) {
      for await (const raw of list(Attendee, webinarId, 'attendee')) {
        if (!raw) yield undefined
        else {
          const did = { engagement: engagementOfAttendee(raw), actions: toActions(raw) }
          yield { ...toAttendance(raw), ...did, isErased: isErased(raw) }
        }
      }
    },
  }
}

function toPerson({ firstname, lastname, company }: v.InferOutput<typeof Registrant>): Person {
  return { firstName: text(firstname) ?? '', lastName: text(lastname) ?? '', company: text(company) ?? '' }
}

/** Somebody who was forgotten keeps the id, with an address made of it (apidoc.on24.com: Forget Registrants). */
function isErased({ eventuserid, email, userstatus }: v.InferOutput<typeof Attendee>) {
  return text(userstatus)?.toLowerCase() === 'forgotten' || email === `${eventuserid}-deleted`
}
