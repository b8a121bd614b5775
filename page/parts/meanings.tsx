import { useShared } from '../context.ts'
import type { Meaning } from '../words/en/meanings.ts'

/** The meaning of numbers, how late they are and what is not known: shown to those who ask. */
export function Meanings({ of, about }: { of: readonly (readonly [name: string, meaning: Meaning])[]; about: string }) {
  const { words } = useShared()
  return (
    <details class="meanings">
      <summary aria-label={`${words.whatItMeans}: ${about}`}>{words.whatItMeans}</summary>
      <dl>
        {of.map(([name, meaning]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words.meanings[meaning]}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
