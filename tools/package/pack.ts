import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bundle } from './bundle.ts'

/** The files of a folder that a deployment includes. Git reads the rules of .funcignore. */
export function deployedFiles(folder: string): string[] {
  const repository = mkdtempSync(join(tmpdir(), 'funcignore-'))
  const git = (...rest: string[]) =>
    execFileSync('git', ['--git-dir', repository, '--work-tree', '.', ...rest], { cwd: folder, encoding: 'utf8' })
  try {
    git('init', '--quiet')
    return git('ls-files', '--others', '-z', '--exclude-from=.funcignore').split('\0').filter(Boolean).toSorted()
  } finally {
    rmSync(repository, { recursive: true })
  }
}

/** Builds in a folder of its own the files that a deployment from this checkout uploads; their folder is `root`. */
export async function pack(folder: string) {
  const staged = join(folder, 'staged')
  const chunks = await bundle(globSync('functions/*.ts'), join(staged, 'dist'))
  for (const file of ['.funcignore', ...deployedFiles('.').filter((name) => !name.startsWith('dist/'))])
    cpSync(file, join(staged, file))
  const root = join(folder, 'uploaded')
  const files = deployedFiles(staged)
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    cpSync(join(staged, file), join(root, file))
  }
  return { root, files, chunks }
}
