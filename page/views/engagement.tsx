import { useState } from 'preact/hooks'
import { useShared } from '../context.ts'
import { pollAnswers, questionsOf, scoreGroups } from '../data/engagement.ts'
import { useLoaded } from '../loaded.ts'
import type { ScoreGroup, Webinar } from '../model.ts'
import { Bars } from '../parts/bars.tsx'
import { Chart } from '../parts/chart.tsx'
import { Meanings } from '../parts/meanings.tsx'
import { Numbers } from '../parts/numbers.tsx'
import { Show } from '../parts/show.tsx'
import { distribution, totals } from '../rules/engagement.ts'
import { PollResults } from './poll-results.tsx'
import { Questions } from './questions.tsx'

/** How people took part in a webinar; it is read when somebody wants to see it. */
export function Engagement({ webinar }: { webinar: Webinar }) {
  const { words } = useShared()
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.engagement.show}</summary>
      {isOpen && <Shown webinar={webinar} />}
    </details>
  )
}

function Shown({ webinar }: { webinar: Webinar }) {
  const { api, words } = useShared()
  const groups = useLoaded(() => scoreGroups(api, webinar), webinar.id)
  const done = useLoaded(() => Promise.all([pollAnswers(api, webinar), questionsOf(api, webinar)]), webinar.id)
  return (
    <div class="parts">
      <Show loaded={groups} part="engagement">
        {(all) =>
          totals(all).attendees === 0 ? <p>{words.engagement.none}</p> : <Sums groups={all} about={webinar.name} />
        }
      </Show>
      <Show loaded={done} part="actions">
        {([polls, questions]) => (
          <>
            <PollResults {...polls} />
            <Questions {...questions} about={webinar.name} />
          </>
        )}
      </Show>
    </div>
  )
}

function Sums({ groups, about }: { groups: readonly ScoreGroup[]; about: string }) {
  const { words, formats } = useShared()
  const { score, attendees, liveMinutes, onDemandMinutes, ...counts } = totals(groups)
  const its = words.engagement
  const names = Object.entries(its.sums) as [keyof typeof its.sums, string][]
  return (
    <>
      <Numbers
        of={[
          [its.attendees, formats.number(attendees)],
          [its.meanScore, score === undefined ? '–' : formats.decimal(score)],
        ]}
      />
      {score !== undefined && (
        <Chart
          title={its.score}
          first={its.score}
          labels={distribution(groups).map((_, step) => `${step}–${step + 1}`)}
          write={formats.number}
          series={[{ name: its.attendees, color: 'main', bars: 0.8, values: distribution(groups) }]}
        />
      )}
      <h4>{its.minutes}</h4>
      <Bars
        name={its.minutes}
        of={[
          [its.live, liveMinutes],
          [its.onDemand, onDemandMinutes],
        ]}
      />
      <h4>{its.did}</h4>
      <Bars name={its.did} of={names.map(([sum, name]) => [name, counts[sum]])} />
      <Meanings
        about={about}
        of={[
          [its.score, 'score'],
          [its.minutes, 'minutes'],
          [its.did, 'engagement'],
        ]}
      />
    </>
  )
}
