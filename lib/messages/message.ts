import type { en } from './en.ts'

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** A sentence, or two parts of one text: what is so, and what to do about it. */
export type Wording = string | readonly [finding: string, remedy: string]

/** The entry of a catalogue for a code: words, or a function that makes them of the facts. */
export type Entry = Wording | ((facts: never) => Wording)

/** A catalogue in another language: the same codes, made of the same facts. */
export type Translation<Catalogue> = {
  [Code in keyof Catalogue]: Catalogue[Code] extends (facts: infer Facts) => Wording
    ? (facts: Facts) => Wording
    : Wording
}

type Catalogue = typeof en
type Code = keyof Catalogue

/** A message for a person: a code and its facts. The sentence is made of it last, by `sentence`. */
export type UserMessage = {
  [C in Code]: Catalogue[C] extends (facts: infer Facts) => Wording ? { code: C } & Facts : { code: C }
}[Code]
