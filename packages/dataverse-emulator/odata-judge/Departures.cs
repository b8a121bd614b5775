using System.Text.RegularExpressions;

/// <summary>
/// What Dataverse takes, and the standard or the library does not: all that is not judged as it was sent. Actions,
/// functions and alternate keys of Dataverse are no departures, because its $metadata declares them. FetchXML, $apply and
/// Dataverse's query functions are not sent, and so refused.
/// </summary>
public static class Departures
{
    /// <summary>
    /// An address in `@odata.bind` and `@odata.id` may begin with a slash and is still one below the service root:
    /// learn.microsoft.com/power-apps/developer/data-platform/webapi/create-entity-web-api#associate-table-records-on-create
    /// </summary>
    public static Uri BoundAddress(Uri address) =>
        address.OriginalString.StartsWith('/') ? new Uri(address.OriginalString[1..], UriKind.Relative) : address;

    /// <summary>
    /// Null in `@odata.bind` empties a lookup, as null in the lookup itself does:
    /// learn.microsoft.com/power-apps/developer/data-platform/webapi/associate-disassociate-entities-using-web-api
    /// </summary>
    public static string EmptiedLookups(string body) =>
        Regex.Replace(body, "\"(\\w+)@odata\\.bind\"\\s*:\\s*null\\b", "\"$1\":null");
}
