// Loaded before every script (`node -r`): an older Node cannot even read one, and would say ERR_UNKNOWN_FILE_EXTENSION.
const oldest = [22, 18]
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(
    `This needs Node ${oldest.join('.')} or newer, and ${process.versions.node} runs: install Node 24, or let npm fetch it (npm ci where scripts are allowed; after --ignore-scripts: npm rebuild node --ignore-scripts=false).`,
  )
  process.exit(1)
}
