import { createCache } from '../../core/cache.ts'
import { missingIfUnreadable } from '../../core/errors.ts'
import { minute } from '../../core/time.ts'
import type { WebinarKind, WebinarPlace } from '../../model/crm.ts'
import type { RegistrationForm } from '../../model/mapping.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { columnsFor, heldLines, type WebinarMapping } from '../../rules/registrations/held-lines.ts'
import type { Services } from '../../services.ts'
import type { KeptForm } from '../../stores/forms.ts'

/** A webinar at its provider, and the event or session that it is of. */
export type MappedWebinar = WebinarPlace & { kind: WebinarKind; webinarRow: string }

/** A form that another instance read counts here within this time. */
const heldFor = minute

export type WebinarMappings = ReturnType<typeof createWebinarMappings>

/** How registrations become registrants in each webinar: by the lines of the mapping, and by the form as it was read last. */
export function createWebinarMappings({ crm, formStore, now }: Pick<Services, 'crm' | 'formStore' | 'now'>) {
  const forms = createCache<{ kept: KeptForm | undefined }>(heldFor, async (key) => {
    const [kind, webinarRow] = JSON.parse(key) as [WebinarKind, string]
    return { kept: await formStore.form(kind, webinarRow).catch(missingIfUnreadable) }
  })
  const keyOf = ({ kind, webinarRow }: MappedWebinar) => JSON.stringify([kind, webinarRow])

  return {
    /** The mapping of a webinar, as it was within a minute. Asks no provider. @throws Unavailable */
    async mappingOf(
      webinar: MappedWebinar,
      { registrantFields: fields = [] }: Partial<Pick<WebinarAccount, 'registrantFields'>>,
    ): Promise<WebinarMapping> {
      const { configuration, kind, webinarRow, webinarId } = webinar
      const kept = (await forms.get(keyOf(webinar)))?.kept
      const isOf = kept?.configuration === configuration && kept.webinarId === webinarId
      const { form, readAt } = isOf ? kept : {}
      const scopes = [
        { kind: 'account', id: configuration },
        { kind, id: webinarRow },
      ] as const
      const lines = heldLines(await crm.fieldMappings(), scopes, fields, form, crm.usualColumns)
      return { lines, fields, form, readAt, columns: columnsFor(lines) }
    },

    /** Asks the provider for the form of a webinar, and keeps it. @throws Unavailable, CredentialsRefused, NotFound */
    async readForm(
      webinar: MappedWebinar,
      account: Pick<WebinarAccount, 'registrationForm'>,
    ): Promise<RegistrationForm | undefined> {
      const { configuration, webinarId, kind, webinarRow } = webinar
      const form = await account.registrationForm(webinarId)
      if (!form) return undefined
      await formStore.keep(kind, webinarRow, { configuration, webinarId, form, readAt: now() })
      forms.evict(keyOf(webinar))
      return form
    },
  }
}
