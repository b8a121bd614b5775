import { JSONParser } from '@streamparser/json'

/**
 * The elements of one array inside a large JSON answer, one by one, in the memory of a few chunks.
 * @param path where the elements are, e.g. `$.attendees.*`
 * @throws whatever `cutShort` makes of an answer that ends early or is not JSON
 */
export async function* streamElements(
  response: Response,
  path: string,
  cutShort: (cause: unknown) => Error,
): AsyncGenerator<unknown> {
  const parser = new JSONParser({ paths: [path], keepStack: false })
  let ready: unknown[] = []
  parser.onValue = ({ value }) => void ready.push(value)
  try {
    for await (const chunk of response.body ?? []) {
      parser.write(chunk)
      const elements = ready
      ready = []
      yield* elements
    }
    if (!parser.isEnded) throw new Error('The JSON ended early.')
  } catch (error) {
    throw cutShort(error)
  }
}
