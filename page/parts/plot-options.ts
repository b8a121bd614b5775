import uPlot from 'uplot'

/** A row of numbers of a chart; `color` is a class of the style sheet, too. */
export type Series = {
  name: string
  color: 'good' | 'wait' | 'bad' | 'gone' | 'main'
  values: readonly (number | null)[]
  /** How wide its bars are, of the place that they have; a line, where it is not said. */
  bars?: number
}

type Plot = {
  labels: readonly string[]
  series: readonly Series[]
  write: (value: number) => string
  /** Whether each series stands on those before it. */
  stacked: boolean
  size: { width: number; height: number }
}

/** A chart as uPlot takes it. Of a stack the highest sum is drawn first, for the others are drawn over it. */
export function plotOptions({ labels, series, write, stacked, size }: Plot) {
  const places = labels.map((_, index) => index)
  const rows = stacked ? stack(series).toReversed() : series.map(({ values }) => [...values])
  const drawn = stacked ? series.toReversed() : series
  const style = getComputedStyle(document.documentElement)
  const ink = style.getPropertyValue('--ink').trim()
  const rule = { stroke: style.getPropertyValue('--rule').trim(), width: 1 }
  const axis = { stroke: ink, grid: rule, ticks: rule, font: '12px system-ui, sans-serif' }
  const options: uPlot.Options = {
    ...size,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.6, labels.length - 0.4] },
      y: { range: (_, __, most) => [0, most * 1.1 || 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        splits: () => places.filter((place) => place % every(labels, size.width) === 0),
        values: (_, splits) => splits.map((place) => shortened(labels[place] ?? '')),
      },
      {
        ...axis,
        size: 64,
        values: (_, splits) => splits.map((value) => (Number.isInteger(value) ? write(value) : '')),
      },
    ],
    series: [
      {},
      ...drawn.map(({ name, color, bars }) => {
        const fill = style.getPropertyValue(`--${color}`).trim()
        return bars === undefined
          ? { label: name, stroke: fill, width: 2, points: { size: 6, fill } }
          : { label: name, stroke: fill, fill, points: { show: false }, paths: barsOf(bars) }
      }),
    ],
  }
  return { options, data: [places, ...rows] as uPlot.AlignedData }
}

function barsOf(width: number): uPlot.Series.PathBuilder {
  const build = uPlot.paths.bars
  if (!build) throw new Error('This uPlot has no bars.')
  return build({ size: [width, 60] })
}

/** Each series on top of those before it. */
function stack(series: readonly Series[]): number[][] {
  const sums: number[][] = []
  for (const { values } of series) {
    const below = sums.at(-1)
    sums.push(values.map((value, index) => (value ?? 0) + (below?.[index] ?? 0)))
  }
  return sums
}

/** Every how many labels one has room. */
function every(labels: readonly string[], width: number) {
  const longest = Math.max(1, ...labels.map((label) => shortened(label).length))
  const room = Math.max(1, Math.floor((width - 64) / (longest * 8 + 16)))
  return Math.ceil(labels.length / room) || 1
}

function shortened(label: string) {
  return label.length > 16 ? `${label.slice(0, 15)}…` : label
}
