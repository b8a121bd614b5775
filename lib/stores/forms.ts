import { deflateSync, inflateSync } from 'node:zlib'
import * as v from 'valibot'
import { hashOf } from '../core/hash.ts'
import { odata, type Table } from '../core/table.ts'
import type { WebinarKind } from '../model/crm.ts'
import type { RegistrationForm } from '../model/mapping.ts'

/** The registration form of a webinar, as it was read last. */
export type KeptForm = { configuration: string; webinarId: string; form: RegistrationForm; readAt: Date }

/** A text in Table Storage has at most so many characters. */
const room = 32_000

const Form = v.array(
  v.object({
    field: v.string(),
    caption: v.string(),
    required: v.boolean(),
    options: v.exactOptional(v.array(v.string())),
  }),
)
const Packed = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return inflateSync(Buffer.from(dataset.value, 'base64')).toString('utf8')
    } catch {
      addIssue({ message: 'It is no packed text.' })
      return NEVER
    }
  }),
  v.parseJson(),
  Form,
)
const FormRow = v.object({ configuration: v.string(), webinarId: v.string(), form: Packed, readAt: v.date() })

export type FormStore = ReturnType<typeof createFormStore>

/** Registration forms of webinars, so that sending a registration does not ask the provider for them. */
export function createFormStore(table: Table) {
  const key = (kind: WebinarKind, webinarRow: string) => `${kind}_${webinarRow}`

  return {
    /** @throws UnreadableRecord */
    async form(kind: WebinarKind, webinarRow: string): Promise<KeptForm | undefined> {
      const row = await table.get(FormRow, key(kind, webinarRow), 'form')
      if (!row) return undefined
      const { configuration, webinarId, form, readAt } = row
      return { configuration, webinarId, form, readAt }
    },

    async keep(kind: WebinarKind, webinarRow: string, { form, ...rest }: KeptForm) {
      const whole = packed(form)
      // Without its options a form still tells what is required.
      const text = whole.length <= room ? whole : packed(form.map(({ options: _, ...field }) => field))
      await table.put(key(kind, webinarRow), 'form', { ...rest, form: text })
    },

    /** All forms of an account that were read since then, each once. */
    async formsOf(configuration: string, since: Date): Promise<RegistrationForm[]> {
      const forms = new Map<string, RegistrationForm>()
      const filter = `${odata`configuration eq ${configuration} and readAt ge ${since}`} and RowKey eq 'form'`
      for await (const { form } of table.list(FormRow, filter)) forms.set(hashOf(form), form)
      return [...forms.values()]
    },
  }
}

function packed(form: RegistrationForm) {
  return deflateSync(JSON.stringify(form)).toString('base64')
}
