using System.Text;
using Microsoft.OData;

/// <summary>A request to the service, in the shape that the library reads.</summary>
public sealed record Request(string Method, string Url, Dictionary<string, string> Headers, string Body)
    : IODataRequestMessage
{
    private readonly Dictionary<string, string> headers = new(Headers, StringComparer.OrdinalIgnoreCase);

    IEnumerable<KeyValuePair<string, string>> IODataRequestMessage.Headers => headers;
    Uri IODataRequestMessage.Url { get => new(Url); set => throw new NotSupportedException(); }
    string IODataRequestMessage.Method { get => Method; set => throw new NotSupportedException(); }
    public string? GetHeader(string headerName) => headers.GetValueOrDefault(headerName);
    public void SetHeader(string headerName, string headerValue) => headers[headerName] = headerValue;
    public Stream GetStream() => new MemoryStream(Encoding.UTF8.GetBytes(Body));

    /// <summary>Reads a request inside a batch, which has to be read to its end before the next one.</summary>
    public static Request Of(ODataBatchOperationRequestMessage part)
    {
        using var reader = new StreamReader(part.GetStream());
        return new(part.Method, part.Url.AbsoluteUri, part.Headers.ToDictionary(), reader.ReadToEnd());
    }
}
