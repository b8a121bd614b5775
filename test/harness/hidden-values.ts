/**
 * Values that a text holds, however it holds them: in any case, with or without accents, as percent or JSON escapes, HTML
 * entities, quoted-printable, hex or base64, and split over lines.
 * @param values of five characters at least: shorter ones turn up by chance
 */
export function hiddenValues(text: string, values: readonly string[]): string[] {
  const plain = unescaped(unescaped(text))
  const decoded = [plain, ...decodedRuns(plain).map(unescaped)].map(folded)
  const joined = bare(folded(plain))
  return values.filter((value) => {
    const wanted = folded(value)
    return decoded.some((view) => view.includes(wanted)) || joined.includes(bare(wanted))
  })
}

/** Without case, accents and the letters that Unicode has in several widths. */
function folded(text: string) {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
}

/** Letters and digits alone, so that a line break, a space or a quotation mark in between hides nothing. */
function bare(text: string) {
  return text.replaceAll(/[^\p{Letter}\p{Number}]/gu, '')
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", commat: '@', period: '.' }
const accents: Record<string, string> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
  tilde: '\u0303',
}

/** The text with every escape in it undone, whichever kind it is. */
function unescaped(text: string) {
  return text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/(?:[%=][0-9a-f]{2})+/gi, (run) => bytes(run.replaceAll(/[%=]/g, '')))
    .replaceAll(/\\+u\{([0-9a-f]{1,6})\}/gi, (_, code) => character(Number.parseInt(code, 16)))
    .replaceAll(/\\+(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/gi, (_, code, byte) =>
      character(Number.parseInt(code ?? byte, 16)),
    )
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, code) => character(Number.parseInt(code, 16)))
    .replaceAll(/&#(\d+);/g, (_, code) => character(Number(code)))
    .replaceAll(/&(\w)(acute|grave|circ|uml|tilde);/g, (_, letter, accent) => `${letter}${accents[accent]}`)
    .replaceAll(/&(\w+);/g, (whole, name) => named[name] ?? whole)
}

function character(code: number) {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** Each run of base64 or hex as text, also where it begins in the middle of a word. */
function decodedRuns(text: string): string[] {
  const base64 = text.match(/[\w+/-]{7,}/g) ?? []
  const hex = text.match(/(?:[0-9a-f]{2}){5,}/gi) ?? []
  return [
    ...base64.flatMap((run) => [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString())),
    ...hex.map(bytes),
  ]
}

function bytes(hex: string) {
  return Buffer.from(hex, 'hex').toString()
}
