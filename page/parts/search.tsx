import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { useShared } from '../context.ts'
import { mostPeople } from '../data/people.ts'
import type { Part } from '../words/en/problems.ts'
import { ProblemBar } from './problem-bar.tsx'
import { Spinner } from './spinner.tsx'

/**
 * People, found by the first letters of a name or an address when somebody asks for them.
 * @param about the row for which somebody is looked for, for people who do not see where the search stands
 */
export function Search<Found extends { id: string }>({
  about,
  part,
  find,
  children,
}: {
  about: string
  part: Part
  find: (typed: string) => Promise<Found[]>
  children: (found: Found) => ComponentChildren
}) {
  const { words } = useShared()
  const its = words.fields
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<readonly Found[]>()
  const { run, isRunning, problem } = useAction(async () => setFound(await find(typed.trim())))

  function search(event: Event) {
    event.preventDefault()
    void run()
  }

  return (
    <>
      <form onSubmit={search} autocomplete="off">
        <label class="field">
          {its.person}
          <input
            type="search"
            maxLength={100}
            value={typed}
            aria-label={`${its.person}: ${about}`}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </label>
        <p class="buttons">
          <fluent-button size="small" type="submit" disabled-focusable={isRunning} aria-disabled={isRunning}>
            {isRunning && <Spinner slot="start" />}
            {its.search}
          </fluent-button>
        </p>
      </form>
      <p role="status">
        {found?.length === 0 && its.nobody}
        {found && found.length >= mostPeople && its.more(found.length)}
      </p>
      {problem !== undefined && <ProblemBar problem={problem} part={part} />}
      <ul class="list">
        {found?.map((one) => (
          <li key={one.id}>{children(one)}</li>
        ))}
      </ul>
    </>
  )
}
