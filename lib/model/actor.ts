/** The one who ordered something. `id`: object id in Microsoft Entra, or of the user in Dynamics; never a name or address. */
export type Actor = { by: 'user' | 'application' | 'dynamics'; id: string } | { by: 'key' }
