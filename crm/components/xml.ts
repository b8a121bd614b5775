/** Writes an element; what stands in it is XML already. An attribute that is undefined is left out. */
export function element(name: string, attributes: Record<string, string | number | undefined>, ...inside: string[]) {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  const written = given.map(([key, value]) => ` ${key}="${escaped(String(value))}"`).join('')
  return inside.length ? `<${name}${written}>${inside.join('')}</${name}>` : `<${name}${written} />`
}

export function escaped(text: string) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
