import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** File names of all templates. */
export const templateFiles = globSync('infra/*.bicep').map((file) => basename(file))

/** Text of a template, for checks that need no compiler: one declaration starts a line. */
export function template(file: string): string {
  return readFileSync(`infra/${file}`, 'utf8')
}

export function names(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name)
}

/** Names of the app settings that the main template gives. */
export function settingsOf(main: string): string[] {
  const [, block = ''] = /^ {4}settings: \{\n(.+?)^ {4}\}/ms.exec(main) ?? []
  return names(block, /^ {6}(\w+):/gm)
}
