import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Zippable, zipSync } from 'fflate'

/** A fixed time, the first that the format knows: the same files make the same bytes. */
const mtime = new Date(1980, 0, 1)

/** A zip of files of a folder, in the given order. @param files paths within the folder, with slashes */
export function zip(folder: string, files: readonly string[]): Uint8Array {
  const entries = files.map((file): [string, Zippable[string]] => [file, readFileSync(join(folder, file))])
  return zipSync(Object.fromEntries(entries), { mtime, level: 9 })
}
