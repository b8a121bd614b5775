import { createHash } from 'node:crypto'
import { de } from './de.ts'
import { en } from './en.ts'
import type { Language, UserMessage, Wording } from './message.ts'

const catalogues = { en, de }

/**
 * The text of a message.
 * @param room characters that the text may have. Where it has more, the longest text among its facts is shortened, at
 *   the end of a word.
 */
export function sentence(message: UserMessage, language: Language, room = Number.POSITIVE_INFINITY): string {
  const whole = text(message, language)
  if (whole.length <= room) return whole
  const [name, value] = longestFact(message)
  const kept = shortened(value, value.length - (whole.length - room))
  return text({ ...message, [name]: kept } as UserMessage, language)
}

/** The texts of several messages in a row. Where there is not room enough, the first is shortened. */
export function sentences(
  [first, ...others]: readonly [UserMessage, ...UserMessage[]],
  language: Language,
  room = Number.POSITIVE_INFINITY,
): string {
  const rest = others.map((message) => ` ${sentence(message, language)}`).join('')
  return `${sentence(first, language, room - rest.length)}${rest}`
}

/** The two parts of a message's text: what is so, and what to do about it (empty where nothing is). */
export function parts(message: UserMessage, language: Language): { finding: string; remedy: string } {
  const words = wording(message, language)
  const [finding, remedy] = typeof words === 'string' ? [words, ''] : words
  return { finding, remedy }
}

/** Tells later whether a row still says what was written on it, without keeping the text. */
export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function text(message: UserMessage, language: Language) {
  const words = wording(message, language)
  return typeof words === 'string' ? words : words.join(' ')
}

function wording(message: UserMessage, language: Language): Wording {
  const entry = catalogues[language][message.code]
  // The type of a message ties the code to the facts that its entry takes.
  return typeof entry === 'function' ? (entry as (facts: UserMessage) => Wording)(message) : entry
}

function longestFact({ code: _, ...facts }: UserMessage): [name: string, value: string] {
  const texts = Object.entries(facts).filter((fact): fact is [string, string] => typeof fact[1] === 'string')
  return texts.toSorted((a, b) => b[1].length - a[1].length)[0] ?? ['', '']
}

function shortened(value: string, length: number) {
  const kept = value.slice(0, Math.max(0, length - 1))
  const words = /\s/.test(value.charAt(kept.length)) ? kept : kept.replace(/\S*$/, '')
  return `${words.replace(/[\s,;:]+$/, '')}…`
}
