/** Tables that the connector alone writes: their history would show nothing but its work. */
export const writtenByConnector = { ownership: 'UserOwned', audited: false, tracked: false } as const
