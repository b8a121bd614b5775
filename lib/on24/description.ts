import { plainText } from './plain-text.ts'

/** Markup for certain: in a plain text, “<5 minutes>” is none. */
const tag = /<\/?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|table|img|font)\b[^>]*>/i

/**
 * A description as ON24's promotional summary has it, which is HTML (apidoc.on24.com, promotionalsummary). Descriptions in
 * Dynamics are plain text, unless somebody made their form edit rich text. No limit of length is known of it, and a
 * description has at most 2,000 characters.
 */
export function toHtml(description: string): string {
  if (tag.test(description)) return description
  const escaped = description.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return escaped.replace(/\r?\n/g, '<br>')
}

/** A description as ON24's abstract has it: text alone. */
export function toPlainText(description: string): string {
  return tag.test(description) ? plainText(description) : description
}
