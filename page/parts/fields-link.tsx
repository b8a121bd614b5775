import { useShared } from '../context.ts'
import type { Subject } from '../model.ts'

/** Leads to the fields of an account or a webinar. */
export function FieldsLink({ of: { id, name } }: { of: Subject }) {
  const { words } = useShared()
  return (
    <p>
      <a href={`#/fields/${id}`} aria-label={`${words.views.fields}: ${name}`}>
        {words.views.fields}
      </a>
    </p>
  )
}
