import { globSync } from 'node:fs'
import { bundle } from './package/bundle.ts'
import { writePage } from './package/page.ts'

await bundle(globSync('functions/*.ts'), 'dist')
await writePage('dist/page')
