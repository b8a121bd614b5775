import { writeFileSync } from 'node:fs'
import { makeRelease } from './release/make.ts'
import { compiledTemplate, compileTemplate, isUpToDate } from './release/template.ts'

/** Makes the files of a release in `release/`: what is deployed without Node, npm or a shell. */

const compiled = compileTemplate()
if (compiled === undefined) {
  console.log(`There is no Bicep compiler of the reviewed version here: ${compiledTemplate} is taken as it is.`)
} else if (!isUpToDate(compiled)) {
  writeFileSync(compiledTemplate, compiled)
  console.log(`${compiledTemplate} was older than the templates and was compiled anew: commit it.`)
}
for (const file of await makeRelease('release')) console.log(`release/${file}`)
