import { JSONParser } from '@streamparser/json'

/**
 * The elements of one array inside a large JSON answer, one by one, in the memory of a few chunks.
 * @param path where the elements are, e.g. `$.attendees.*`
 * @param envelope what stands beside the array, e.g. `$.total`: an answer with neither that nor an element is no list
 * @throws whatever `cutShort` makes of an answer that ends early, is not JSON or is no list
 */
export async function* streamElements(
  response: Response,
  path: string,
  cutShort: (cause: unknown) => Error,
  envelope: readonly string[] = [],
): AsyncGenerator<unknown> {
  const parser = new JSONParser({ paths: [path, ...envelope], keepStack: false })
  let ready: unknown[] = []
  let isList = envelope.length === 0
  parser.onValue = ({ value, key }) => {
    isList = true
    // Only an element has its place in an array for a key.
    if (typeof key === 'number') ready.push(value)
  }
  try {
    for await (const chunk of response.body ?? []) {
      parser.write(chunk)
      const elements = ready
      ready = []
      yield* elements
    }
    if (!parser.isEnded) throw new Error('The JSON ended early.')
    if (!isList) throw new Error('The JSON is no list.')
  } catch (error) {
    throw cutShort(error)
  }
}
