import { cutText } from '../core/cut-text.ts'

/** A text of somebody else's as a column of so many characters can hold it; null: there is none. */
export function fitting(text: string | undefined, length: number): string | null {
  const printable = text?.replace(/[^\P{Cc}\n\t]/gu, ' ').trim() ?? ''
  return cutText(printable, length).toWellFormed() || null
}
