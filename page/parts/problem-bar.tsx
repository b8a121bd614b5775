import { useShared } from '../context.ts'
import { Problem } from '../data/web-api.ts'
import type { Part } from '../words/en/problems.ts'

/** Says in a sentence why a part of the page is not there, and what to do. */
export function ProblemBar({ problem, part }: { problem: unknown; part: Part }) {
  const { words } = useShared()
  const text = problem instanceof Problem ? words.problem(problem.kind, part, problem.message) : words.failed
  return (
    <fluent-message-bar intent="warning" layout="multiline">
      {text}
    </fluent-message-bar>
  )
}
