import { resolve } from 'node:path'
import { rolldown } from 'rolldown'

/** Imports all functions; no file has it, so that a new function needs no line in a list. */
const entry = 'functions'

/**
 * Bundles functions into `<folder>/functions.js`, for few and small files load fast. What they import only when they are
 * called are files beside it, each loaded with its first use.
 * @param external modules that the runtime or a folder node_modules supplies
 */
export async function bundle(functions: string[], folder: string, external: (string | RegExp)[] = []) {
  const build = await rolldown({
    input: { functions: entry },
    plugins: [
      {
        name: 'functions',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? functions.map((file) => `import '${resolve(file)}'\n`).join('') : undefined),
      },
    ],
    platform: 'node',
    // The runtime answers for this name; no package has it (github.com/Azure/azure-functions-nodejs-library, issue 201).
    external: ['@azure/functions-core', ...external],
    logLevel: 'warn',
  })
  await build.write({
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
}
