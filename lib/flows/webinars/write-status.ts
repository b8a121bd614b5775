import type { Stored } from '../../core/table.ts'
import type { UserMessage } from '../../messages/message.ts'
import { sentence, sentences, textHash } from '../../messages/sentence.ts'
import type { PlannedWebinar, WebinarPatch } from '../../model/crm.ts'
import type { WrittenStatus } from '../../model/status.ts'
import { isAccountProblem } from '../../rules/webinars/prerequisites.ts'
import type { WebinarStatus } from '../../rules/webinars/webinar-status.ts'
import type { Services } from '../../services.ts'

/** The column of the reason takes so many characters. */
const room = 5000

type Said = {
  status: WebinarStatus
  reason: UserMessage
  notes?: readonly UserMessage[]
  links?: WebinarPatch
  /** The row was read for a review, which does not deal with all that its planner may have changed. */
  isReview?: boolean
}

/**
 * Says on the row of an event or session how its webinar stands. What was last written already is not written again,
 * whatever the row says meanwhile: each write wakes the webhook again, and others may put it in their own words.
 * The version that the row has then is remembered, so that no sweep takes it for a change of somebody else.
 * @param written as it was read before the row: whoever wrote a status since then knows newer facts
 * @throws Conflict if somebody else changed the row or wrote its status since
 */
export async function writeWebinarStatus(
  webinar: PlannedWebinar,
  written: Stored<WrittenStatus> | undefined,
  { status, reason, notes = [], links = {}, isReview = false }: Said,
  { crm, statusStore, language }: Pick<Services, 'crm' | 'statusStore' | 'language'>,
) {
  const { id, kind } = webinar
  // A status about a missing account belongs to none yet, so nothing of it goes when an account is removed.
  const configuration = isAccountProblem(reason) ? '' : (webinar.configuration ?? '')
  const most = crm.webinarUrlRoom(kind)
  const reasons: [UserMessage, ...UserMessage[]] = [reason, ...notes]
  if ((links.audienceUrl ?? '').length > most) reasons.push({ code: 'link_in_attendee_url', most })
  const spoken = await language()
  const texts = { status: sentence({ code: status }, spoken), reason: sentences(reasons, spoken, room) }
  const next = { code: status, hash: textHash(`${texts.status} ${texts.reason}`) }
  const isDealtWith = !isReview || written?.version === webinar.etag
  if (written?.code === next.code && written.hash === next.hash) {
    const version = await crm.writeWebinar(webinar, links)
    if (isDealtWith && version !== written.version) await statusStore.noteVersion('webinar', id, version)
    return
  }
  await statusStore.write('webinar', id, configuration, written, next, async () => {
    const version = await crm.writeWebinar(webinar, { ...links, ...texts })
    return isDealtWith ? version : undefined
  })
}

/** Takes back what was said on a row that is no webinar any more. @throws Conflict as `writeWebinarStatus` */
export async function clearWebinarStatus(
  webinar: PlannedWebinar,
  { crm, statusStore }: Pick<Services, 'crm' | 'statusStore'>,
) {
  await crm.writeWebinar(webinar, { status: '', reason: '' })
  await statusStore.forget('webinar', webinar.id)
}
