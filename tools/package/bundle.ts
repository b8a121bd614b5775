import { basename } from 'node:path'
import { rolldown } from 'rolldown'

/**
 * Bundles the functions into `<folder>/functions`, one file each. Shared modules are files beside it, so that the library
 * `@azure/functions` is there only once, as it must be.
 * @param external modules that the runtime or a folder node_modules supplies
 */
export async function bundle(entries: string[], folder: string, external: (string | RegExp)[] = []) {
  const build = await rolldown({
    input: Object.fromEntries(entries.map((file) => [basename(file, '.ts'), file])),
    platform: 'node',
    // The runtime answers for this name; no package has it (github.com/Azure/azure-functions-nodejs-library, issue 201).
    external: ['@azure/functions-core', ...external],
    logLevel: 'warn',
  })
  await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: 'functions/[name].js',
    chunkFileNames: 'shared/[name]-[hash].js',
    sourcemap: true,
    cleanDir: true,
  })
  await build.close()
}
