import { useShared } from '../context.ts'
import { findRegistrations } from '../data/people.ts'
import type { Order, Subject, Webinar } from '../model.ts'
import { Answers } from '../parts/answers.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { RowLink } from '../parts/row-link.tsx'
import { Search } from '../parts/search.tsx'

/** The values that would be sent for one registration of a webinar, as the connector answers it. */
export function Preview({ webinar }: { webinar: Subject & Pick<Webinar, 'table'> }) {
  const { api, words } = useShared()
  return (
    <>
      <p>{words.fields.previewWhat}</p>
      <Search about={webinar.name} part="registrations" find={(typed) => findRegistrations(api, webinar, typed)}>
        {(registration) => {
          const order: Order = { kind: 'preview', subject: registration, dryRun: false }
          return (
            <>
              <p class="buttons">
                <RowLink {...registration} /> <OrderButton order={order} label={words.kinds.preview} />
              </p>
              <Answers of={[order]} />
            </>
          )
        }}
      </Search>
    </>
  )
}
