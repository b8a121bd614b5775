import { useState } from 'preact/hooks'
import { useShared } from '../context.ts'
import { columnsOf } from '../data/columns.ts'
import { fieldsOf, linesOf, type Place, tableOf } from '../data/mapping.ts'
import { useLoaded } from '../loaded.ts'
import type { Order } from '../model.ts'
import { Answers } from '../parts/answers.tsx'
import { FieldTable } from '../parts/field-table.tsx'
import { MappingForm } from '../parts/mapping-form.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { Show } from '../parts/show.tsx'
import type { Columns } from '../rules/columns.ts'
import { fieldRows } from '../rules/mapping.ts'
import { Preview } from './preview.tsx'

/** Fields are shown without the names of columns, where these cannot be read. */
const noColumns: Columns = { contact: [], account: [], registration: [] }

/** The fields in one place, what is sent in each, and how to change that. */
export function FieldsOf({ place }: { place: Place }) {
  const { api, words } = useShared()
  const its = words.fields
  const [edited, setEdited] = useState<string>()
  const loaded = useLoaded(() => Promise.all([fieldsOf(api, place), linesOf(api, place)]))
  const columns = useLoaded(async (): Promise<Columns> => {
    const [contact = [], account = [], registration = []] = await Promise.all(
      (['contact', 'account', 'registration'] as const).map((source) => columnsOf(api, tableOf(source, place))),
    )
    return { contact, account, registration }
  })
  const read: Order = { kind: 'fields', subject: place, dryRun: false }
  const { table, id, name } = place
  const webinar = table === 'msevtmgt_webinarconfiguration' ? undefined : { table, id, name }

  function close(key: string) {
    setEdited(undefined)
    // The form is gone with its focus: it goes back to the button that opened it.
    requestAnimationFrame(() => document.getElementById(`change-${key}`)?.focus())
  }

  return (
    <>
      <p>{its.about}</p>
      {webinar && <p>{its.aboutWebinar}</p>}
      <p class="buttons">
        <OrderButton order={read} label={its.read} />
      </p>
      <Answers of={[read]} />
      <Show loaded={loaded} part="mapping">
        {([{ fields, isOwn }, lines]) => {
          const rows = fieldRows(fields, lines)
          const row = rows.find(({ key }) => key === edited)
          return (
            <>
              {fields.length === 0 && <p>{its.none}</p>}
              {fields.length > 0 && !isOwn && <p>{its.ofAccount}</p>}
              {rows.length > 0 && (
                <FieldTable
                  rows={rows}
                  columns={columns.value ?? noColumns}
                  isWebinar={webinar !== undefined}
                  onEdit={setEdited}
                />
              )}
              {row && (
                <MappingForm key={row.key} place={place} row={row} columns={columns} onClose={() => close(row.key)} />
              )}
            </>
          )
        }}
      </Show>
      <section class="card">
        <h3>{its.preview}</h3>
        {webinar ? <Preview webinar={webinar} /> : <p>{its.previewWhere}</p>}
      </section>
    </>
  )
}
