import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import { useShared } from '../context.ts'
import { plotOptions, type Series } from './plot-options.ts'
import { Scrollable } from './scrollable.tsx'

const height = 240

/**
 * A chart, and its numbers as a table for people who do not see it.
 * @param labels of the places on the x axis
 * @param write how a value is written
 */
export function Chart({
  title,
  first,
  labels,
  series,
  write,
  stacked = false,
}: {
  title: string
  /** The head of the column of labels. */
  first: string
  labels: readonly string[]
  series: readonly Series[]
  write: (value: number) => string
  stacked?: boolean
}) {
  const { words } = useShared()
  const place = useRef<HTMLDivElement>(null)
  const content = JSON.stringify([labels, series])

  useEffect(() => {
    const element = place.current
    if (!element) return
    let plot: uPlot | undefined
    const draw = () => {
      plot?.destroy()
      const size = { width: element.clientWidth, height }
      const { options, data } = plotOptions({ labels, series, write, stacked, size })
      plot = new uPlot(options, data, element)
    }
    const observer = new ResizeObserver(() => element.clientWidth !== plot?.width && draw())
    observer.observe(element)
    const scheme = window.matchMedia('(prefers-color-scheme: dark)')
    scheme.addEventListener('change', draw)
    return () => {
      observer.disconnect()
      scheme.removeEventListener('change', draw)
      plot?.destroy()
    }
  }, [content])

  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <ul class="legend" aria-hidden="true">
        {series.map(({ name, color }) => (
          <li key={name} class={color}>
            {name}
          </li>
        ))}
      </ul>
      <div ref={place} aria-hidden="true" />
      <details>
        <summary>{words.showNumbers}</summary>
        <Scrollable name={title}>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, row) => (
              <tr key={row}>
                <th scope="row">{label}</th>
                {series.map(({ name, values }) => (
                  <td key={name}>{format(values[row], write)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </Scrollable>
      </details>
    </figure>
  )
}

function format(value: number | null | undefined, write: (value: number) => string) {
  return typeof value === 'number' ? write(value) : '–'
}
