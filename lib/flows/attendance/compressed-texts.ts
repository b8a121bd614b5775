import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'

const [compress, expand] = [promisify(deflate), promisify(inflate)]

/** Characters that are compressed together: enough for few blocks, little enough to be held as objects. */
const block = 1_000_000

export type CompressedTexts = ReturnType<typeof createCompressedTexts>

/**
 * Texts in their order, in some fifteenth of their size: those of many attendees of a webinar are alike, and a hundred
 * thousand of them would not fit into an instance's memory.
 */
export function createCompressedTexts() {
  const closed: Buffer[] = []
  let open: string[] = []
  let size = 0

  async function close() {
    const texts = JSON.stringify(open)
    open = []
    size = 0
    // The lowest level takes half the time of the usual one.
    closed.push(await compress(texts, { level: 1 }))
  }

  return {
    async add(text: string) {
      open.push(text)
      size += text.length
      if (size >= block) await close()
    },
    /** The texts, block by block. */
    async *blocks(): AsyncGenerator<string[]> {
      for (const compressed of closed) yield JSON.parse((await expand(compressed)).toString()) as string[]
      if (open.length > 0) yield [...open]
    },
  }
}
