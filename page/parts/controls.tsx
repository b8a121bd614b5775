import { useId } from 'preact/hooks'

type Given = { label: string; value: string; onValue: (value: string) => void; hidesLabel?: boolean }

/** A list of which one is chosen. @param choices values and their texts */
export function Choice({
  label,
  value,
  onValue,
  hidesLabel = false,
  choices,
}: Given & { choices: readonly (readonly [value: string, text: string])[] }) {
  const id = useId()
  return (
    <div class="field">
      <label for={id} class={hidesLabel ? 'unseen' : undefined}>
        {label}
      </label>
      <select id={id} value={value} onChange={({ currentTarget }) => onValue(currentTarget.value)}>
        {choices.map(([of, text]) => (
          <option key={of} value={of} selected={of === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

export function TextInput({ label, value, onValue, hidesLabel = false, most }: Given & { most: number }) {
  const id = useId()
  return (
    <div class="field">
      <label for={id} class={hidesLabel ? 'unseen' : undefined}>
        {label}
      </label>
      <input id={id} value={value} maxLength={most} onInput={({ currentTarget }) => onValue(currentTarget.value)} />
    </div>
  )
}

/** A value for a field of the provider: one of its options, or where it has none any text. @param empty the text of no value */
export function FieldValue({ options, empty, ...given }: Given & { options: readonly string[]; empty: string }) {
  if (options.length === 0) return <TextInput {...given} most={1000} />
  // A value that the provider has no longer stays visible until another one is chosen.
  const gone = given.value && !options.includes(given.value) ? [given.value] : []
  const values = [...gone, ...options].map((option) => [option, option] as const)
  return <Choice {...given} choices={[['', empty], ...values]} />
}
