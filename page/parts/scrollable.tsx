import type { ComponentChildren } from 'preact'

/** A table that is wider than a narrow screen. It takes the focus, so that a keyboard can scroll it. */
export function Scrollable({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus a keyboard cannot scroll it
    <section class="scroll" tabIndex={0} aria-label={name}>
      <table>{children}</table>
    </section>
  )
}
