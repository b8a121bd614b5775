import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

/** A file of the page: its name as a web resource of Dynamics, and its content. */
export type PageFile = { name: string; content: string }

/** The whole page, compressed, in bytes: what a person on a slow line waits for. */
const pageLimit = 100_000

/**
 * Bundles the page that Dynamics shows. The files refer to each other by their place, so all lie in one folder.
 * @throws Error if they are larger than the limit
 */
export async function bundlePage(): Promise<PageFile[]> {
  const build = await rolldown({
    input: at('page/main.tsx'),
    platform: 'browser',
    logLevel: 'warn',
  })
  const { output } = await build.generate({
    format: 'esm',
    minify: true,
    comments: { legal: true, annotation: false, jsdoc: false },
  })
  await build.close()
  const css = ['node_modules/uplot/dist/uPlot.min.css', 'page/webinars.css', 'page/parts.css', 'page/forms.css'].map(
    read,
  )
  const files = [
    { name: 'wbc_/webinars.html', content: read('page/webinars.html') },
    { name: 'wbc_/webinars.js', content: output[0].code },
    { name: 'wbc_/webinars.css', content: css.join('\n') },
  ]
  const size = compressedSize(files)
  if (size >= pageLimit || output.length > 1) {
    throw new Error(
      `The page has ${size} bytes, compressed, in ${output.length} scripts: ${pageLimit} in one are the limit.`,
    )
  }
  return files
}

function at(path: string) {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}

function read(path: string) {
  return readFileSync(at(path), 'utf8')
}

export function compressedSize(files: readonly PageFile[]) {
  return files.reduce((sum, { content }) => sum + gzipSync(content).length, 0)
}

/** Writes the page's files into a folder. */
export async function writePage(folder: string) {
  for (const { name, content } of await bundlePage()) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}
