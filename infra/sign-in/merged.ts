/**
 * The found value with the wanted one in it. More than that stays: an entry of a list is another one if its id or name is.
 */
export function merged(found: unknown, wanted: unknown): unknown {
  if (Array.isArray(wanted)) {
    const there: unknown[] = Array.isArray(found) ? found : []
    const rest = wanted.filter((entry) => !there.some((other) => keyOf(other) === keyOf(entry)))
    const kept = there.map((entry) => {
      const same = wanted.find((other) => keyOf(other) === keyOf(entry))
      return same === undefined ? entry : merged(entry, same)
    })
    return [...kept, ...rest]
  }
  if (!isObject(wanted)) return wanted
  const members = isObject(found) ? found : {}
  const changed = Object.entries(wanted).map(([key, value]) => [key, merged(members[key], value)])
  return { ...members, ...Object.fromEntries(changed) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

const keyOf = (entry: unknown) => (isObject(entry) ? (entry.id ?? entry.appId ?? entry.name) : entry)
