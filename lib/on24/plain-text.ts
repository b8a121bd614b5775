const tag = /<\/?[a-z][^>]*>/gi
const endsLine = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*>/gi
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Whether a text of ON24 has markup that a plain text loses. */
export function isFormatted(html: string): boolean {
  return html.search(tag) >= 0
}

/** A text of ON24, which is HTML where somebody wrote it in its editor, as people read it. */
export function plainText(html: string): string {
  const lines = isFormatted(html) ? html.replace(/\s+/g, ' ').replace(endsLine, '\n') : html.replace(/\r\n?/g, '\n')
  return lines
    .replace(tag, '')
    .replace(/&(#?\w+);/g, (whole, name: string) => entities[name.toLowerCase()] ?? character(name) ?? whole)
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** The character of a number such as `#8211` or `#x2013`. */
function character(name: string) {
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? []
  const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
