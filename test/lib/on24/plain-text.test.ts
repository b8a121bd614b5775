import { expect, test } from 'vitest'
import { isFormatted, plainText } from '../../../lib/on24/plain-text.ts'

test.each([
  ['Plain\nlines\n\nstay', 'Plain\nlines\n\nstay', false],
  ['<p>What is <b>new</b></p>\n<p>and what  is not</p>', 'What is new\nand what is not', true],
  ['<ul><li>One</li><li>Two</li></ul>', 'One\nTwo', true],
  ['R&amp;D &#8211; &quot;5 &lt; 6&quot;&nbsp;&unknown;', 'R&D – "5 < 6" &unknown;', false],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2', false],
  ['&#99999999;', '&#99999999;', false],
  ['', '', false],
])('of %j people read %j', (html, text, formatted) => {
  expect(plainText(html)).toBe(text)
  expect(isFormatted(html)).toBe(formatted)
})
