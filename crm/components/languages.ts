import * as v from 'valibot'
import { AppError } from '../../lib/core/errors.ts'
import type { Crm } from '../api.ts'
import type { Words } from '../solution/shapes.ts'

const [german, english] = [1031, 1033]

const Organization = v.object({ languagecode: v.number() })
const Provisioned = v.object({ RetrieveProvisionedLanguages: v.array(v.number()) })

/** Languages by Windows language code. */
export type Languages = { base: number; provisioned: readonly number[] }

/** The base language of an environment, and all that people can choose there. */
export async function readLanguages(crm: Crm): Promise<Languages> {
  const base = await readBase(crm)
  const answer = await crm.read(Provisioned, 'RetrieveProvisionedLanguages()')
  return { base, provisioned: answer?.RetrieveProvisionedLanguages ?? [base] }
}

/** The languages that are sure to be there: the base alone where the environment does not tell the others. */
export async function sureLanguages(crm: Crm): Promise<Languages> {
  return readLanguages(crm).catch(async (error: unknown) => {
    if (!(error instanceof AppError)) throw error
    const base = await readBase(crm)
    return { base, provisioned: [base] }
  })
}

async function readBase(crm: Crm) {
  const [organization] = await crm.rows(Organization, 'organizations?$select=languagecode')
  return organization?.languagecode ?? english
}

type Translation = { LanguageCode: number; Label: string }

/**
 * A text in the base language, and in German and English where they are provisioned. A label in another language is
 * refused, or kept under the base language; a label without the base language is refused.
 */
export function translations({ en, de }: Words, { base, provisioned }: Languages): [Translation, ...Translation[]] {
  const others = [english, german].filter((code) => code !== base && provisioned.includes(code))
  const text = (LanguageCode: number) => ({ LanguageCode, Label: LanguageCode === german ? de : en })
  return [text(base), ...others.map(text)]
}

/** A label as definitions have it. */
export function label(words: Words, languages: Languages) {
  return {
    '@odata.type': 'Microsoft.Dynamics.CRM.Label',
    LocalizedLabels: translations(words, languages).map((one) => ({
      '@odata.type': 'Microsoft.Dynamics.CRM.LocalizedLabel',
      ...one,
    })),
  }
}

/** A label as it is read. */
export const Label = v.nullish(
  v.object({ LocalizedLabels: v.array(v.object({ LanguageCode: v.number(), Label: v.nullish(v.string()) })) }),
)

/** Whether a label lacks a language, or, where `exactly`, says something else. */
export function labelDiffers(
  found: v.InferOutput<typeof Label>,
  words: Words,
  languages: Languages,
  exactly: boolean,
): boolean {
  const given = new Map(found?.LocalizedLabels.map(({ LanguageCode, Label }) => [LanguageCode, Label]))
  return translations(words, languages).some(
    ({ LanguageCode, Label }) => !given.has(LanguageCode) || (exactly && given.get(LanguageCode) !== Label),
  )
}
