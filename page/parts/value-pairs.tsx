import { useShared } from '../context.ts'
import type { Pair } from '../rules/mapping.ts'
import { FieldValue, TextInput } from './controls.tsx'
import { Scrollable } from './scrollable.tsx'

/**
 * Values of Dynamics, and what is sent in their place.
 * @param labels of a choice in Dynamics: each has its row, whose value nobody types
 */
export function ValuePairs({
  pairs,
  labels,
  options,
  onPairs,
}: {
  pairs: readonly Pair[]
  labels: readonly string[]
  options: readonly string[]
  onPairs: (pairs: readonly Pair[]) => void
}) {
  const { words } = useShared()
  const its = words.fields
  const change = (at: number, part: Partial<Pair>) =>
    onPairs(pairs.with(at, { from: '', to: '', ...pairs[at], ...part }))
  return (
    <>
      <h4>{its.values}</h4>
      {pairs.length > 0 && (
        <Scrollable name={its.values}>
          <thead>
            <tr>
              <th scope="col">{its.inDynamics}</th>
              <th scope="col">{its.atProvider}</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map(({ from, to }, at) => (
              <tr key={at}>
                <td>
                  {labels.includes(from) ? (
                    from
                  ) : (
                    <TextInput
                      hidesLabel
                      label={`${its.inDynamics} ${at + 1}`}
                      value={from}
                      most={1000}
                      onValue={(value) => change(at, { from: value })}
                    />
                  )}
                </td>
                <td>
                  <FieldValue
                    hidesLabel
                    label={`${its.atProvider}: ${from || at + 1}`}
                    value={to}
                    options={options}
                    empty={its.asItIs}
                    onValue={(value) => change(at, { to: value })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </Scrollable>
      )}
      <p class="buttons">
        <fluent-button size="small" onClick={() => onPairs([...pairs, { from: '', to: '' }])}>
          {its.addValue}
        </fluent-button>
      </p>
    </>
  )
}
