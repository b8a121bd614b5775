/** Names and numbers, in pairs. */
export function Numbers({ of }: { of: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl class="numbers">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
