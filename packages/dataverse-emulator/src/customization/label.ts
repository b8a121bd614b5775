import { badPayload, badRequest } from '../fault.ts'
import { isObject } from '../payload.ts'
import type { Store } from '../store.ts'
import type { Json, LocalizedLabel } from './state.ts'

/** The language of the organization, in which everything has a label. */
export function baseLanguage(store: Store): number {
  const [organization] = store.entries('organization')
  return Number(organization?.values.languagecode)
}

/** The refusal of a language that is not provisioned. */
export function wrongLanguage(code: number) {
  return badRequest(`The language code ${code} is not a valid language for this organization.`, '0x80044195')
}

/**
 * The labels of a `Label`. A language that is not provisioned is refused only where `strict`, as Dataverse does for some
 * kinds of definitions; elsewhere its label silently becomes the one of the base language.
 */
export function readLabels(store: Store, raw: unknown, strict: boolean): LocalizedLabel[] {
  const given = isObject(raw) && Array.isArray(raw.LocalizedLabels) ? raw.LocalizedLabels : undefined
  if (!given) throw badPayload('A label has no LocalizedLabels.')
  const base = baseLanguage(store)
  const labels = new Map<number, string>()
  for (const label of given) {
    if (!isObject(label) || typeof label.Label !== 'string' || typeof label.LanguageCode !== 'number') {
      throw badPayload('A localized label lacks its Label or LanguageCode.')
    }
    const known = store.metadata.customization.languages.includes(label.LanguageCode)
    if (!known && strict) throw wrongLanguage(label.LanguageCode)
    if (known) labels.set(label.LanguageCode, label.Label)
    else if (!labels.has(base)) labels.set(base, label.Label)
  }
  if (labels.size > 0 && !labels.has(base)) {
    throw badRequest(`The label for the base language ${base} of the organization is missing.`, '0x80040203')
  }
  return Array.from(labels, ([LanguageCode, Label]) => ({ Label, LanguageCode }))
}

/** Labels after a change: those that were not given are kept where they are merged, else lost. */
export function mergedLabels(before: LocalizedLabel[], given: LocalizedLabel[], merge: boolean): LocalizedLabel[] {
  const codes = given.map(({ LanguageCode }) => LanguageCode)
  return merge ? [...before.filter(({ LanguageCode }) => !codes.includes(LanguageCode)), ...given] : given
}

/** A `Label` as the Web API shows it. */
export function shownLabel(store: Store, labels: LocalizedLabel[]): Json {
  const LocalizedLabels = labels.map((label) => ({ ...label, IsManaged: false, HasChanged: null }))
  const base = baseLanguage(store)
  return {
    LocalizedLabels,
    UserLocalizedLabel: LocalizedLabels.find(({ LanguageCode }) => LanguageCode === base) ?? null,
  }
}

/** One label in the base language. */
export function plainLabel(store: Store, Label: string): Json {
  return shownLabel(store, [{ Label, LanguageCode: baseLanguage(store) }])
}

/**
 * The body of an answer with its labels as the caller reads them: in the language that she has chosen, where there is such a
 * label (learn.microsoft.com/dotnet/api/microsoft.xrm.sdk.label.userlocalizedlabel).
 */
export function inLanguageOfCaller(store: Store, body: string): string {
  const code = store.get('usersettings', store.caller.user)?.uilanguageid
  if (typeof code !== 'number' || code === baseLanguage(store)) return body
  return JSON.stringify(JSON.parse(body), (_, value: unknown) => {
    const own = isObject(value) && labelsIn(value).find(({ LanguageCode }) => LanguageCode === code)
    return own ? { ...value, UserLocalizedLabel: own } : value
  })
}

/** The text of a shown label. */
export function textOf(label: unknown): string {
  const shown = isObject(label) && isObject(label.UserLocalizedLabel) ? label.UserLocalizedLabel.Label : undefined
  return typeof shown === 'string' ? shown : ''
}

/** The labels within a shown label. */
export function labelsOf(label: unknown): LocalizedLabel[] {
  return isObject(label) ? labelsIn(label).map(({ Label, LanguageCode }) => ({ Label, LanguageCode })) : []
}

function labelsIn({ LocalizedLabels }: Json): LocalizedLabel[] {
  return Array.isArray(LocalizedLabels) ? LocalizedLabels : []
}
