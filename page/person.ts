import { type Row, textOf, type WebApi } from './data/web-api.ts'
import { type Language, languageOf } from './rules/language.ts'

/** Dynamics’ own script tells a page of its reader (learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-utility/getglobalcontext/usersettings). */
declare global {
  interface Window {
    GetGlobalContext?: () => { userSettings?: { languageId?: number } }
  }
}

/** The language that the person has chosen in Dynamics; English where it cannot be known. */
export async function readLanguage(api: WebApi): Promise<Language> {
  try {
    const known = window.GetGlobalContext?.().userSettings?.languageId
    return languageOf(known ?? (await languageSetting(api)))
  } catch {
    return languageOf(undefined)
  }
}

async function languageSetting(api: WebApi): Promise<number | undefined> {
  const user = textOf(await api.row('WhoAmI'), 'UserId')
  const [settings]: Row[] = await api.rows(
    `usersettingscollection?$select=uilanguageid&$filter=systemuserid eq ${user}`,
  )
  return typeof settings?.uilanguageid === 'number' ? settings.uilanguageid : undefined
}
