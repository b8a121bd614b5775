import { createCache } from '../../core/cache.ts'
import { missingIfUnreadable } from '../../core/errors.ts'
import { hour, minute } from '../../core/time.ts'
import type { WebinarKind, WebinarPlace } from '../../model/crm.ts'
import type { FieldMapping, MappingScope, RegistrationForm } from '../../model/mapping.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { columnsFor, heldLines, type WebinarMapping } from '../../rules/mapping/held-lines.ts'
import type { Services } from '../../services.ts'
import type { KeptForm } from '../../stores/forms.ts'

/** A webinar at its provider, and the event or session that it is of. */
export type MappedWebinar = WebinarPlace & { kind: WebinarKind; webinarRow: string }

/** A form that another instance read counts here within this time. */
const heldFor = minute
/** A session stays in its event. */
const sessionHeldFor = hour

export type WebinarMappings = ReturnType<typeof createWebinarMappings>

/** How registrations become registrants in each webinar: by the lines of the mapping, and by the form as it was read last. */
export function createWebinarMappings({ crm, formStore, now }: Pick<Services, 'crm' | 'formStore' | 'now'>) {
  const forms = createCache<{ kept: KeptForm | undefined }>(heldFor, async (key) => {
    const [kind, webinarRow] = JSON.parse(key) as [WebinarKind, string]
    return { kept: await formStore.form(kind, webinarRow).catch(missingIfUnreadable) }
  })
  const events = createCache<string>(sessionHeldFor, async (session) => {
    const row = await crm.webinar({ table: crm.webinarTableOf('session'), id: session })
    return row?.eventId
  })
  const keyOf = ({ kind, webinarRow }: MappedWebinar) => JSON.stringify([kind, webinarRow])

  /** The places whose lines hold for a webinar, the one that gives way first. */
  async function scopesOf({ configuration, kind, webinarRow }: MappedWebinar, lines: readonly FieldMapping[]) {
    const own: MappingScope = { kind, id: webinarRow }
    const asksEvent = kind === 'session' && lines.some(({ scope }) => scope.kind === 'event')
    const event = asksEvent ? await events.get(webinarRow) : undefined
    const around: MappingScope[] = event ? [{ kind: 'event', id: event }] : []
    return [{ kind: 'account', id: configuration } as const, ...around, own]
  }

  return {
    /** The mapping of a webinar, as it was within a minute. Asks no provider. @throws Unavailable */
    async mappingOf(
      webinar: MappedWebinar,
      { registrantFields: fields = [] }: Partial<Pick<WebinarAccount, 'registrantFields'>>,
    ): Promise<WebinarMapping> {
      const { configuration, webinarId } = webinar
      const kept = (await forms.get(keyOf(webinar)))?.kept
      const isOf = kept?.configuration === configuration && kept.webinarId === webinarId
      const { form, readAt } = isOf ? kept : {}
      const all = await crm.fieldMappings()
      const lines = heldLines(all, await scopesOf(webinar, all), fields, form, crm.usualColumns)
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
