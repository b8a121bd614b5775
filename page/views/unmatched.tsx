import { useState } from 'preact/hooks'
import { useShared } from '../context.ts'
import { unmatchedOf } from '../data/ledger.ts'
import { findContacts } from '../data/people.ts'
import { useLoaded } from '../loaded.ts'
import type { Order, Unmatched, Webinar } from '../model.ts'
import { Answers } from '../parts/answers.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { Scrollable } from '../parts/scrollable.tsx'
import { Search } from '../parts/search.tsx'
import { Show } from '../parts/show.tsx'

/** Attendees without a registration; they are read when somebody wants to see them. */
export function UnmatchedPeople({ webinar, count }: { webinar: Webinar; count: number }) {
  const { words } = useShared()
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.showUnmatched(count)}</summary>
      {isOpen && <UnmatchedTable webinar={webinar} />}
    </details>
  )
}

function UnmatchedTable({ webinar }: { webinar: Webinar }) {
  const { api, words, formats } = useShared()
  const people = useLoaded(() => unmatchedOf(api, webinar), webinar.id)
  return (
    <Show loaded={people} part="unmatched">
      {(all) => (
        <Scrollable name={`${words.unmatched}: ${webinar.name}`}>
          <thead>
            <tr>
              <th scope="col">{words.person}</th>
              <th scope="col">{words.minutes}</th>
              <th scope="col">{words.reason}</th>
              <th scope="col">{words.unmatchedDo}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((attendee) => (
              <tr key={attendee.id}>
                <th scope="row">{nameOf(attendee)}</th>
                <td>{formats.number(attendee.minutes)}</td>
                <td>{attendee.reason}</td>
                <td>
                  <Orders attendee={attendee} />
                </td>
              </tr>
            ))}
          </tbody>
        </Scrollable>
      )}
    </Show>
  )
}

function nameOf({ name, email }: { name: string; email: string }) {
  return [name, email === name ? '' : email].filter(Boolean).join(', ')
}

/** An attendee is tied to a contact, made one, or left alone. */
function Orders({ attendee }: { attendee: Unmatched }) {
  const { api, words } = useShared()
  const { thisContact, makeContact, ignore } = words.kinds
  const [isOpen, setOpen] = useState(false)
  const about = (kind: Order['kind']): Order => ({ kind, subject: attendee, dryRun: false })
  return (
    <div class="orders">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary aria-label={`${thisContact}: ${attendee.name}`}>{thisContact}</summary>
        {isOpen && (
          <Search about={attendee.name} part="contacts" find={(typed) => findContacts(api, typed)}>
            {(contact) => (
              <p class="buttons">
                {nameOf(contact)} <OrderButton order={{ ...about('thisContact'), contact }} label={thisContact} />
              </p>
            )}
          </Search>
        )}
      </details>
      <p class="buttons">
        <OrderButton order={about('makeContact')} label={makeContact} />
        <OrderButton order={about('ignore')} label={ignore} />
      </p>
      <Answers of={[about('thisContact'), about('makeContact'), about('ignore')]} />
    </div>
  )
}
