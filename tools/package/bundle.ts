import { basename } from 'node:path'
import { rolldown } from 'rolldown'

/**
 * Writes the functions with all they need into `<folder>/functions`, one file each, what they share beside it: so the
 * library `@azure/functions` is there once, as it must be.
 * @param external what the runtime or a folder node_modules supplies
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
