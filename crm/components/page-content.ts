import { RefusedError } from '../errors.ts'

let built: Promise<Map<string, string>> | undefined

/**
 * The files of the page by their names. They are built when they are needed, so that what is sent fits this version.
 * @throws RefusedError where packages are missing that only a build needs
 */
export function builtPage(): Promise<Map<string, string>> {
  built ??= build()
  return built
}

async function build() {
  const { bundlePage } = await import('../../tools/package/page.ts').catch((cause: unknown) => {
    throw new RefusedError(
      'The page cannot be built, for packages are missing: run npm ci in this folder, then the same command again.',
      { cause },
    )
  })
  return new Map((await bundlePage()).map(({ name, content }) => [name, content]))
}
