/** Shows that something is under way. The words beside it say so to people who do not see it. */
export function Spinner({ slot }: { slot?: string }) {
  return (
    <span aria-hidden="true" {...(slot && { slot })}>
      <fluent-spinner size="tiny" />
    </span>
  )
}
