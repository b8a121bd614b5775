import { AppError } from '../../core/errors.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { Services } from '../../services.ts'

/** Notes that the owner of the event is to be told of a refused registration. Nothing fails where that cannot be noted. */
export async function noteRefusal(webinar: WebinarRow, { refusalStore, now }: Services) {
  await refusalStore.note(webinar, now()).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
  })
}
