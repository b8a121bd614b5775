import { resolve } from 'node:path'
import { rolldown } from 'rolldown'

/** A file of the bundle, and the files that are loaded together with it. */
export type Chunk = {
  name: string
  file: string
  bytes: number
  isEntry: boolean
  imports: readonly string[]
  /** Paths of the sources of which code is in it. */
  modules: readonly string[]
}

/** Imports all functions; no file has it, so that a new function needs no line in a list. */
const entry = './functions'

/**
 * Bundles functions into `<folder>/functions.js`, for few and small files load fast. What they import only when they are
 * called are files beside it, each loaded with its first use.
 * @param external modules that the runtime or a folder node_modules supplies
 */
export async function bundle(
  functions: string[],
  folder: string,
  external: (string | RegExp)[] = [],
): Promise<Chunk[]> {
  const build = await rolldown({
    input: { functions: entry },
    plugins: [
      {
        name: 'functions',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? importing(functions) : undefined),
      },
    ],
    platform: 'node',
    // The runtime answers for this name; no package has it (github.com/Azure/azure-functions-nodejs-library, issue 201).
    external: ['@azure/functions-core', ...external],
    logLevel: 'warn',
  })
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'loaded/[name]-[hash].js',
    minify: true,
    // Errors are known by the names of their classes, in the log too.
    keepNames: true,
    sourcemap: true,
    cleanDir: true,
  })
  await build.close()
  return output.flatMap((one) => {
    if (one.type !== 'chunk') return []
    const { name, fileName: file, isEntry, imports } = one
    return [{ name, file, bytes: Buffer.byteLength(one.code), isEntry, imports, modules: withCode(one.modules) }]
  })
}

function importing(files: readonly string[]) {
  return files.map((file) => `import ${JSON.stringify(resolve(file))}\n`).join('')
}

function withCode(modules: Record<string, { renderedLength: number }>) {
  return Object.keys(modules).filter((path) => (modules[path]?.renderedLength ?? 0) > 0)
}

/** The file of a name, first, and all that it imports at once. */
export function loadedWith(name: string, chunks: readonly Chunk[]): Chunk[] {
  const loaded = new Set(chunks.filter((chunk) => chunk.name === name))
  for (const { imports } of loaded) for (const chunk of chunks) if (imports.includes(chunk.file)) loaded.add(chunk)
  return [...loaded]
}
