/** A text cut to a length in UTF-16 units, as other systems count it, never through the middle of a character. */
export function cutText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}
