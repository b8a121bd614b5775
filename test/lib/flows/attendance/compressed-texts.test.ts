import { expect, test } from 'vitest'
import { createCompressedTexts } from '../../../../lib/flows/attendance/compressed-texts.ts'

test('texts come back in their order, in blocks that are small enough to be held', async () => {
  const texts = createCompressedTexts()
  const all = Array.from({ length: 5000 }, (_, at) => `${at} ${'äöü "x"'.repeat(100)}`)
  for (const text of all) await texts.add(text)
  const blocks = await Array.fromAsync(texts.blocks())
  expect(blocks.flat()).toEqual(all)
  expect(blocks.length).toBeGreaterThan(3)
  expect(await Array.fromAsync(texts.blocks())).toEqual(blocks)
})

test('of no texts there is no block', async () => {
  expect(await Array.fromAsync(createCompressedTexts().blocks())).toEqual([])
})
