import { globSync } from 'node:fs'
import { bundle } from './package/bundle.ts'

await bundle(globSync('functions/*.ts'), 'dist')
