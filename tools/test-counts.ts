import type { Reporter, TestModule } from 'vitest/node'

/** Says at the end of a run how many tests are the product's and how many the emulators'. */
export default class TestCounts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]) {
    const counts = Map.groupBy(
      modules.flatMap((module) => [...module.children.allTests()]),
      ({ project }) => project.name,
    )
    for (const [project, tests] of counts) {
      const passed = tests.filter((test) => test.result().state === 'passed').length
      const failed = tests.filter((test) => test.result().state === 'failed').length
      console.log(`Tests of the ${project}: ${passed} passed, ${failed} failed`)
    }
  }
}
