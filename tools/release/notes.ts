/** Where a release is published; without it there is no link that Azure could load. */
type Place = { repository: string; tag: string }

/**
 * The notes of a release, in Markdown: what CHANGELOG.md says of the version, or of what is not released yet, and how to
 * deploy it.
 * @throws Error if there is neither
 */
export function releaseNotes(changelog: string, version: string, zip: string, place: Place | undefined): string {
  const changes = chapter(changelog, version) ?? chapter(changelog, 'Unreleased')
  if (!changes) throw new Error(`CHANGELOG.md has no chapter ${version}, and none of what is unreleased.`)
  return [
    `# ${version}`,
    changes,
    '## Deploy',
    ...(place
      ? [`[Deploy to Azure](${deployLink(place)}), with this as Package Uri:`, `    ${packageUri(place, zip)}`]
      : []),
    'docs/deploy.md says what else there is to do. `sha256sum --check SHA256SUMS` proves that the files arrived whole.',
  ].join('\n\n')
}

function chapter(changelog: string, title: string): string | undefined {
  const chapters = changelog.split(/^## /m).slice(1)
  return chapters
    .find((text) => text.startsWith(`${title}\n`))
    ?.slice(title.length)
    .trim()
}

/** learn.microsoft.com/azure/azure-resource-manager/templates/deploy-to-azure-button */
function deployLink({ repository, tag }: Place) {
  const template = `https://raw.githubusercontent.com/${repository}/${tag}/infra/azuredeploy.json`
  return `https://portal.azure.com/#create/Microsoft.Template/uri/${encodeURIComponent(template)}`
}

function packageUri({ repository, tag }: Place, zip: string) {
  return `https://github.com/${repository}/releases/download/${tag}/${zip}`
}
