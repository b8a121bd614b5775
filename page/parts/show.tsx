import type { ComponentChildren } from 'preact'
import { useShared } from '../context.ts'
import type { Loaded } from '../loaded.ts'
import type { Part } from '../words/en/problems.ts'
import { ProblemBar } from './problem-bar.tsx'
import { Spinner } from './spinner.tsx'

/** Shows what was read; until then that it is being read, and in its place or above it why it cannot be. */
export function Show<T>({
  loaded: { value, problem },
  part,
  children,
}: {
  loaded: Loaded<T>
  part: Part
  children: (value: T) => ComponentChildren
}) {
  const { words } = useShared()
  return (
    <>
      {problem !== undefined && <ProblemBar problem={problem} part={part} />}
      {value !== undefined && children(value)}
      {value === undefined && problem === undefined && (
        <p class="loading">
          <Spinner /> {words.loading}
        </p>
      )}
    </>
  )
}
