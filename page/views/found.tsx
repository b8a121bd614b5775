import { useShared } from '../context.ts'
import { foundWebinars } from '../data/found-webinars.ts'
import { useLoaded } from '../loaded.ts'
import type { FoundWebinar, Order } from '../model.ts'
import { Answers } from '../parts/answers.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { RowLink } from '../parts/row-link.tsx'
import { Show } from '../parts/show.tsx'

/** Webinars that exist at the provider only, each with a button that makes an event of it. */
export function Found() {
  const { api, words } = useShared()
  const loaded = useLoaded(() => foundWebinars(api))
  const its = words.found
  return (
    <>
      <h3>{its.title}</h3>
      <Show loaded={loaded} part="found">
        {({ shown, count }) =>
          count === 0 ? (
            <p class="quiet">{its.none}</p>
          ) : (
            <>
              <p class="quiet">{its.meaning}</p>
              {count > shown.length && <p>{its.more(shown.length)}</p>}
              <ul class="list">
                {shown.map((webinar) => (
                  <FoundCard key={webinar.id} webinar={webinar} />
                ))}
              </ul>
            </>
          )
        }
      </Show>
    </>
  )
}

function FoundCard({ webinar }: { webinar: FoundWebinar }) {
  const { words, formats } = useShared()
  const its = words.found
  const make: Order = { kind: 'makeEvent', subject: webinar, dryRun: false }
  return (
    <li class="card">
      <h4>
        <RowLink {...webinar} />
      </h4>
      <p class="quiet">
        {[formats.time(webinar.startsOn), webinar.format, webinar.account].filter(Boolean).join(' · ')}
      </p>
      <p>{its.registrants(webinar.registrants)}</p>
      {webinar.link && (
        <p>
          <a href={webinar.link} target="_blank" rel="noopener noreferrer" aria-label={`${its.page}: ${webinar.name}`}>
            {its.page}
          </a>
        </p>
      )}
      <p class="buttons">
        <OrderButton order={make} label={its.make} />
      </p>
      <Answers of={[make]} />
    </li>
  )
}
