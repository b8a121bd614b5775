import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'product', include: ['test/**/*.test.ts'] } },
      { extends: true, test: { name: 'emulators', include: ['packages/*/test/**/*.test.ts'] } },
    ],
    reporters: ['default', './tools/test-counts.ts'],
    // Each file starts its own emulators and waits for them half of its time; two cores serve three files well.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
