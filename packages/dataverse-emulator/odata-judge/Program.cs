using System.Text.Json;
using System.Xml;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Validation;

// Judges requests to an OData service. Argument: the file with the service's $metadata. Input: a request as JSON on each
// line. Output: for each of them a line with what is wrong, or an empty line.

using var file = XmlReader.Create(args[0]);
if (!CsdlReader.TryParse(file, out IEdmModel model, out IEnumerable<EdmError> errors) || !model.Validate(out errors))
{
    foreach (var error in errors) Console.Error.WriteLine(error);
    return 2;
}
var judge = new Judge(model);
var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
while (Console.ReadLine() is { } line)
{
    var finding = judge.FindingOn(JsonSerializer.Deserialize<Request>(line, options)!) ?? "";
    Console.WriteLine(finding.ReplaceLineEndings(" "));
}
return 0;
