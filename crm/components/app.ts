import * as v from 'valibot'
import type { Crm } from '../api.ts'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import { desired } from '../solution/desired-solution.ts'
import { fixedId, publisher, solution } from '../solution/identity.ts'
import { translations } from './languages.ts'
import { inSolution, type Place } from './place.ts'
import { allScreens } from './screens.ts'
import { siteMapXml } from './site-map-xml.ts'

const App = v.object({ appmoduleid: v.string(), uniquename: v.nullish(v.string()) })
const SiteMap = v.object({ sitemapid: v.string() })

/** Dataverse puts the prefix before the name by itself, and refuses one that has it. */
const [sent, kept] = [solution.uniquename, `${publisher.customizationprefix}_${solution.uniquename}`]
export const uniqueName = kept
/** Microsoft's own icon of an app (learn.microsoft.com/power-apps/developer/model-driven-apps/create-manage-model-driven-apps-using-code). */
const icon = '953b9fac-1e5e-e611-80d6-00155ded156f'

/** The id of the connector's app. One that is not published yet is found only by this function. */
export async function findApp(crm: Crm): Promise<string | undefined> {
  const query = 'appmodules/Microsoft.Dynamics.CRM.RetrieveUnpublishedMultiple()?$select=appmoduleid,uniquename'
  const apps = await crm.rows(App, query)
  return apps.find(({ uniquename }) => uniquename === kept || uniquename === sent)?.appmoduleid
}

export async function findSiteMap(crm: Crm): Promise<string | undefined> {
  const query = `sitemaps?$select=sitemapid&$filter=sitemapnameunique eq '${kept}'`
  return (await crm.rows(SiteMap, query)).at(0)?.sitemapid
}

/** The app, its navigation and what is shown in it. An administrator's edits stay until another version comes. */
export async function planApp(place: Place): Promise<PlannedChange> {
  const { crm, languages, outdated } = place
  const { words, description } = desired.app
  const [found, map] = [await findApp(crm), await findSiteMap(crm)]
  const [name] = translations(words, languages)
  const [about] = translations(description, languages)
  const texts = { name: name.Label, description: about.Label }
  const sitemapxml = siteMapXml(desired.app, languages)
  return plannedChange(
    'App',
    `app “${words.en}”`,
    (!found || !map || outdated) && {
      does: found ? 'set its navigation and views' : 'create with its navigation and views',
      needs: ['prvCreateAppModule', 'prvWriteAppModule'],
      seconds: 25,
      async apply() {
        if (found) await crm.write('PATCH', `appmodules(${found})`, texts, { ...inSolution, 'if-match': '*' })
        else {
          const shape = { clienttype: 4, formfactor: 1, navigationtype: 0, webresourceid: icon }
          const body = { appmoduleid: fixedId('app'), uniquename: sent, ...texts, ...shape }
          await crm.create('appmodules', body, async () => (await findApp(crm)) !== undefined, inSolution)
        }
        if (map) await crm.write('PATCH', `sitemaps(${map})`, { sitemapxml }, { ...inSolution, 'if-match': '*' })
        else {
          const body = { sitemapname: name.Label, sitemapnameunique: kept, isappaware: true, sitemapxml }
          await crm.create('sitemaps', body, async () => (await findSiteMap(crm)) !== undefined, inSolution)
        }
        await crm.write('POST', 'AddAppComponents', { AppId: await findApp(crm), Components: await components(place) })
      },
    },
  )
}

async function components(place: Place) {
  const screens = allScreens(place.languages).map(({ type, key, id }) => ({
    '@odata.type': `Microsoft.Dynamics.CRM.${type}`,
    [key]: id,
  }))
  const sitemapid = await findSiteMap(place.crm)
  return [{ '@odata.type': 'Microsoft.Dynamics.CRM.sitemap', sitemapid }, ...screens]
}

const Validation = v.object({
  AppValidationResponse: v.object({
    ValidationSuccess: v.boolean(),
    ValidationIssueList: v.nullish(v.array(v.object({ ErrorType: v.string(), Message: v.nullish(v.string()) }))),
  }),
})

/** Dynamics' own faults of the app, as lines for people; none if there is no app. */
export async function validateApp(crm: Crm): Promise<string[]> {
  const id = await findApp(crm)
  const answer = id && (await crm.read(Validation, `ValidateApp(AppModuleId=${id})`))
  if (!answer) return []
  const { ValidationIssueList: issues } = answer.AppValidationResponse
  const errors = issues?.filter(({ ErrorType }) => ErrorType === 'Error') ?? []
  return errors.map(({ Message }) => `app “${desired.app.words.en}”: Dynamics finds a fault: ${Message}`)
}
