import type { App, Words } from '../solution/shapes.ts'
import { type Languages, translations } from './languages.ts'
import { element } from './xml.ts'

const since = { IntroducedVersion: '7.0.0.0' }

/** The navigation of an app: the page, then groups of tables (learn.microsoft.com/power-apps/developer/model-driven-apps/change-application-navigation-using-sitemap). */
export function siteMapXml({ words, page, groups }: App, languages: Languages) {
  const titles = (of: Words) =>
    element(
      'Titles',
      {},
      ...translations(of, languages).map(({ LanguageCode, Label }) =>
        element('Title', { LCID: LanguageCode, Title: Label }),
      ),
    )
  const group = ({ key, words, tables }: App['groups'][number], index: number) =>
    element(
      'Group',
      { Id: `wbc_${key}`, IsProfile: 'false', ...since },
      titles(words),
      ...(index === 0 ? [pageArea] : []),
      ...tables.map((table) => element('SubArea', { Id: `wbc_of_${table}`, Entity: table })),
    )
  // Only a reference of this form makes Dynamics know that the app needs the page.
  const shown = { Id: 'wbc_page', Url: `$webresource:${page.resource}`, Client: 'Web' }
  const pageArea = element('SubArea', shown, titles(page.words))
  // Without ShowGroups only the first group is shown.
  const area = { Id: 'wbc_area', ShowGroups: 'true', ...since }
  return element('SiteMap', since, element('Area', area, titles(words), ...groups.map(group)))
}
