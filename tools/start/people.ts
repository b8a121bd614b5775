const names = [
  ['Grace', 'Hopper'],
  ['Alan', 'Turing'],
  ['Katherine', 'Johnson'],
  ['Edsger', 'Dijkstra'],
  ['Barbara', 'Liskov'],
  ['Konrad', 'Zuse'],
  ['Hedy', 'Lamarr'],
  ['Tim', 'Berners'],
  ['Mary', 'Jackson'],
  ['Dennis', 'Ritchie'],
] as const

/** Every so many addresses one was mistyped. */
const mistypedEvery = 4

/** A contact as somebody types it, by its number: always the same one, and no two have the same address. */
export function personOf(number: number) {
  const [firstname = '', lastname = ''] = names[number % names.length] ?? []
  const round = Math.floor(number / names.length) || ''
  const mistyped = number % mistypedEvery === mistypedEvery - 1
  const address = `${firstname}.${lastname}${round}${mistyped ? '@example,test' : '@example.test'}`.toLowerCase()
  return { firstname, lastname, emailaddress1: address }
}
