import { useShared } from '../context.ts'
import { dailyLedgers, ledgersAfter } from '../data/ledger.ts'
import { useLoaded } from '../loaded.ts'
import type { DailyLedger, WebinarLedger } from '../model.ts'
import { Chart } from '../parts/chart.tsx'
import { Meanings } from '../parts/meanings.tsx'
import { Numbers } from '../parts/numbers.tsx'
import { Show } from '../parts/show.tsx'
import { ahead, dayBefore, lastDays, later, type Totals, totalsOf } from '../rules/periods.ts'
import { Attendance } from './attendance.tsx'

/** Days that the charts show. */
const shown = 30
/** Days back to which the attendance of webinars is shown. */
const past = 90

/** Whether all registrations got through: yesterday, today, and for the webinars of the next days. */
export function Overview() {
  const { api, words } = useShared()
  const now = api.now()
  // Both stand in the connector’s tables: where those are missing, one sentence says so.
  const loaded = useLoaded(() =>
    Promise.all([dailyLedgers(api, dayBefore(now, shown - 1)), ledgersAfter(api, later(now, -past))]),
  )
  return (
    <Show loaded={loaded} part="ledger">
      {([days, webinars]) => (
        <>
          <div class="columns">
            <Day name={words.yesterday} totals={totalsOf(days, dayBefore(now, 1))} />
            <Day name={words.today} totals={totalsOf(days, dayBefore(now, 0))} />
            <NextDays ledgers={webinars} now={now} />
          </div>
          <p class="quiet">{words.days}</p>
          <Meanings
            about={words.views.overview}
            of={[
              [words.due, 'due'],
              [words.sent, 'sent'],
              [words.waiting, 'waiting'],
              [words.refused, 'refused'],
              [words.cancelled, 'cancelled'],
              [`${words.meanTime}; ${words.slowestTime}`, 'time'],
              [words.attended, 'attended'],
            ]}
          />
          <Days rows={days} now={now} />
          <Attendance ledgers={webinars} now={now} />
        </>
      )}
    </Show>
  )
}

function Day({ name, totals }: { name: string; totals: Totals }) {
  const { words, formats } = useShared()
  const { due, sent, waiting, refused, cancelled, meanSeconds, slowestSeconds, attendees } = totals
  const sentence = due === 0 ? words.noneRegistered : sent === due ? words.allThere(due) : words.notAll(due - sent, due)
  return (
    <section class="card">
      <h3>{name}</h3>
      <p class={sent === due ? 'well' : 'unwell'}>{sentence}</p>
      <Numbers
        of={[
          [words.due, formats.number(due)],
          [words.sent, formats.number(sent)],
          [words.waiting, formats.number(waiting)],
          [words.refused, formats.number(refused)],
          [words.cancelled, formats.number(cancelled)],
          [words.meanTime, formats.duration(meanSeconds)],
          [words.slowestTime, formats.duration(slowestSeconds)],
          [words.attended, formats.number(attendees)],
        ]}
      />
    </section>
  )
}

function NextDays({ ledgers, now }: { ledgers: readonly WebinarLedger[]; now: Date }) {
  const { words, formats } = useShared()
  const { webinars, due, sent, waiting, refused } = ahead(ledgers, now, 7)
  return (
    <section class="card">
      <h3>{words.nextDays}</h3>
      <Numbers
        of={[
          [words.webinars, formats.number(webinars)],
          [words.due, formats.number(due)],
          [words.sent, formats.number(sent)],
          [words.waiting, formats.number(waiting)],
          [words.refused, formats.number(refused)],
        ]}
      />
    </section>
  )
}

function Days({ rows, now }: { rows: readonly DailyLedger[]; now: Date }) {
  const { words, formats } = useShared()
  if (rows.length === 0) return <p>{words.noDays}</p>
  const days = lastDays(rows, now, shown)
  const labels = days.map(({ day }) => formats.day(day))
  const all = (of: (day: Totals) => number | undefined) => days.map((day) => of(day) ?? null)
  return (
    <>
      <Chart
        title={words.byDay}
        first={words.day}
        labels={labels}
        write={formats.number}
        stacked
        series={[
          { name: words.sent, color: 'good', bars: 0.7, values: all(({ sent }) => sent) },
          { name: words.waiting, color: 'wait', bars: 0.7, values: all(({ waiting }) => waiting) },
          { name: words.refused, color: 'bad', bars: 0.7, values: all(({ refused }) => refused) },
          { name: words.cancelled, color: 'gone', bars: 0.7, values: all(({ cancelled }) => cancelled) },
        ]}
      />
      <Chart
        title={words.timeByDay}
        first={words.day}
        labels={labels}
        write={formats.duration}
        series={[
          { name: words.slowestTime, color: 'wait', values: all(({ slowestSeconds }) => slowestSeconds) },
          { name: words.meanTime, color: 'main', values: all(({ meanSeconds }) => meanSeconds) },
        ]}
      />
    </>
  )
}
