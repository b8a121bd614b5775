const upwards = /[+>≥]|\b(more|over|above|mehr|über)\b/i
const downwards = /[<≤]|\b(less|fewer|under|below|up to|weniger|unter|bis)\b/i
/** A mark between thousands. */
const thousands = /(?<=\d)[.,'’\s](?=\d{3}(?!\d))/g

/** The option in whose range a whole number lies, such as `1,000 - 4,999`, `5000+` or `less than 10`. */
export function optionAround(text: string, options: readonly string[]): string | undefined {
  if (!/^\d+$/.test(text)) return undefined
  const number = Number(text)
  return options.find((option) => {
    const [first, last, ...more] = (option.replace(thousands, '').match(/\d+/g) ?? []).map(Number)
    if (first === undefined || more.length) return false
    if (last !== undefined) return first <= number && number <= last
    if (downwards.test(option)) return number < first
    return upwards.test(option) && number >= first
  })
}
