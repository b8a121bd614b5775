import { useShared } from '../context.ts'
import type { Subject } from '../model.ts'

/** The name of a row, which opens it in Dynamics (learn.microsoft.com/power-apps/developer/model-driven-apps/open-forms-views-dialogs-reports-url). */
export function RowLink({
  table,
  id,
  name,
}: {
  table: Subject['table'] | 'wbc_request' | 'wbc_attendee' | 'wbc_accountsettings'
  id: string
  name: string
}) {
  const { words } = useShared()
  const address = `/main.aspx?pagetype=entityrecord&etn=${table}&id=${id}`
  const shown = name || words.unnamed
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" title={words.open(shown)}>
      {shown}
    </a>
  )
}
