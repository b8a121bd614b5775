import { useShared } from '../context.ts'
import type { WebinarLedger } from '../model.ts'
import { Chart } from '../parts/chart.tsx'

/** As many webinars have room in the chart. */
const most = 20

/** How many attended the last webinars, of those who were registered. */
export function Attendance({ ledgers, now }: { ledgers: readonly WebinarLedger[]; now: Date }) {
  const { words, formats } = useShared()
  const over = ledgers.filter(({ endsOn }) => endsOn && endsOn < now).slice(-most)
  if (over.length === 0) return <p>{words.noPast}</p>
  return (
    <Chart
      title={words.attendance}
      first={words.webinar}
      labels={over.map(({ subject }) => subject.name)}
      write={formats.number}
      series={[
        { name: words.registrations, color: 'gone', bars: 0.8, values: over.map(({ sent }) => sent) },
        { name: words.attended, color: 'main', bars: 0.5, values: over.map(({ attendees }) => attendees) },
      ]}
    />
  )
}
