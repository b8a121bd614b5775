import { useShared } from '../context.ts'

/** Numbers side by side, each with its name and a bar. They are text, so that nothing has to be said a second time. */
export function Bars({ name, of }: { name: string; of: readonly (readonly [label: string, value: number])[] }) {
  const { formats } = useShared()
  const most = Math.max(1, ...of.map(([, value]) => value))
  return (
    <ul class="bars" aria-label={name}>
      {of.map(([label, value]) => (
        <li key={label}>
          <span>{label}</span> <strong>{formats.number(value)}</strong>
          <span class="bar" style={{ width: `${(100 * value) / most}%` }} />
        </li>
      ))}
    </ul>
  )
}
