using System.Net.Mime;
using Microsoft.OData;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;

/// <summary>Reads requests as a service with this model would, and tells what is wrong with them.</summary>
public sealed class Judge(IEdmModel model)
{
    private readonly Payload payload = new(model);

    /// <summary>What is wrong with a request, in the words of the library; null if nothing is.</summary>
    public string? FindingOn(Request request)
    {
        try
        {
            Check(request);
            return null;
        }
        catch (Exception error) when (error is ODataException or UriFormatException or FormatException)
        {
            return error.Message;
        }
    }

    private void Check(Request request)
    {
        var root = RootOf(new Uri(request.Url));
        var parser = new ODataUriParser(model, root, new Uri(request.Url))
        {
            Resolver = new AlternateKeysODataUriResolver(model),
        };
        // Reading the whole address also reads $select, $expand, $filter and $orderby.
        var address = parser.ParseUri();
        var option = address.CustomQueryOptions.OfType<CustomQueryOptionNode>().FirstOrDefault(each => each.Name?.StartsWith('$') == true);
        if (option is not null) throw new ODataException($"There is no query option '{option.Name}'.");
        CheckVersion(request);
        var target = address.Path.LastSegment;
        if (target is BatchSegment) CheckBatch(request, root);
        else payload.Check(request, root, address.Path);
    }

    private void CheckBatch(Request request, Uri root)
    {
        if (request.Method != "POST") throw new ODataException($"A batch is no {request.Method}.");
        using var message = new ODataMessageReader(request, Payload.SettingsFor(root), model);
        var reader = message.CreateODataBatchReader();
        var parts = 0;
        while (reader.Read())
        {
            if (reader.State != ODataBatchReaderState.Operation) continue;
            Check(Request.Of(reader.CreateOperationRequestMessage()));
            parts += 1;
        }
        // The library takes a batch that was cut off for one that ends.
        var boundary = new ContentType(request.GetHeader("Content-Type")!).Boundary;
        if (!request.Body.Contains($"--{boundary}--")) throw new ODataException("A batch does not end with its boundary.");
        if (parts == 0) throw new ODataException("A batch holds no request.");
    }

    private static void CheckVersion(Request request)
    {
        // learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#http-headers
        foreach (var name in new[] { "OData-Version", "OData-MaxVersion" })
        {
            if (request.GetHeader(name) is { } version and not "4.0") throw new ODataException($"{name} is {version}.");
        }
    }

    private static Uri RootOf(Uri url)
    {
        var parts = url.AbsolutePath.Split('/');
        if (parts is not ["", "api", "data", _, _, ..]) throw new ODataException($"There is no service at {url}.");
        return new Uri(url, $"/api/data/{parts[3]}/");
    }
}
