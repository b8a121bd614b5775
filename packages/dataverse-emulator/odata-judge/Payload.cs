using Microsoft.OData;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;

/// <summary>Reads the bodies of requests by what their addresses lead to.</summary>
public sealed class Payload(IEdmModel model)
{
    public static ODataMessageReaderSettings SettingsFor(Uri root) =>
        new() { BaseUri = root, Version = ODataVersion.V4, MaxProtocolVersion = ODataVersion.V4 };

    public void Check(Request request, Uri root, ODataPath path)
    {
        var target = path.LastSegment;
        var action = ActionOf(target);
        if (request.Method is "GET" or "DELETE")
        {
            if (action is not null) throw new ODataException($"{action.Name} is called by POST.");
            if (request.Body != "") throw new ODataException($"A {request.Method} has no body.");
            return;
        }
        var judged = request with { Body = Departures.EmptiedLookups(request.Body) };
        using var message = new ODataMessageReader(judged, SettingsFor(root), model);
        switch (request.Method, target)
        {
            case ("POST", _) when action is not null:
                ReadParameters(message.CreateODataParameterReader(action), root, path);
                break;
            case ("POST" or "PUT", NavigationPropertyLinkSegment link):
                CheckAddress(message.ReadEntityReferenceLink().Url, root, link.NavigationProperty.ToEntityType());
                break;
            case ("POST", EntitySetSegment or NavigationPropertySegment):
            case ("PATCH" or "PUT", KeySegment or TypeSegment):
                var type = target.EdmType.AsElementType() as IEdmEntityType;
                ReadResource(message.CreateODataResourceReader(path.NavigationSource() as IEdmEntitySetBase, type), root);
                break;
            default:
                throw new ODataException($"There is no {request.Method} for {target.Identifier}.");
        }
    }

    private static IEdmAction? ActionOf(ODataPathSegment target) => target switch
    {
        OperationSegment bound => bound.Operations.OfType<IEdmAction>().FirstOrDefault(),
        OperationImportSegment import => import.OperationImports.Select(each => each.Operation).OfType<IEdmAction>().FirstOrDefault(),
        _ => null,
    };

    private void ReadParameters(ODataParameterReader reader, Uri root, ODataPath path)
    {
        while (reader.Read())
        {
            if (reader.State == ODataParameterReaderState.Resource) ReadResource(reader.CreateResourceReader(), root);
            if (reader.State != ODataParameterReaderState.ResourceSet) continue;
            // The rows of a bulk action are of the table that it is called for.
            var table = path.OfType<EntitySetSegment>().FirstOrDefault()?.EntitySet.EntityType;
            ReadResource(reader.CreateResourceSetReader(), root, reader.Name == "Targets" ? table : null);
        }
    }

    private void ReadResource(ODataReader reader, Uri root, IEdmEntityType? ofTable = null)
    {
        var types = new Stack<IEdmStructuredType?>();
        var navigations = new Stack<string>();
        while (reader.Read())
        {
            switch (reader.State, reader.Item)
            {
                case (ODataReaderState.ResourceStart, ODataResource row):
                    var type = row.TypeName is null ? null : model.FindType(row.TypeName) as IEdmStructuredType;
                    if (ofTable is not null && types.Count == 0 && type != ofTable)
                        throw new ODataException($"A row of '{row.TypeName}' is none of '{ofTable.FullName()}'.");
                    types.Push(type);
                    break;
                case (ODataReaderState.ResourceEnd, ODataResource row):
                    CheckWords(row);
                    types.Pop();
                    break;
                case (ODataReaderState.NestedResourceInfoStart, ODataNestedResourceInfo nested):
                    navigations.Push(nested.Name);
                    break;
                case (ODataReaderState.NestedResourceInfoEnd, _):
                    navigations.Pop();
                    break;
                case (ODataReaderState.EntityReferenceLink, ODataEntityReferenceLink link):
                    var property = types.Peek()?.FindProperty(navigations.Peek()) as IEdmNavigationProperty;
                    CheckAddress(link.Url, root, property?.ToEntityType());
                    break;
            }
        }
    }

    /// <summary>The library takes any word where a member of an enumeration is due.</summary>
    private void CheckWords(ODataResource row)
    {
        foreach (var property in row.Properties.OfType<ODataProperty>())
        {
            if (property.Value is not ODataEnumValue word || model.FindType(word.TypeName) is not IEdmEnumType type) continue;
            if (type.Members.All(member => member.Name != word.Value))
                throw new ODataException($"'{word.Value}' of '{property.Name}' is no member of '{type.FullName()}'.");
        }
    }

    private void CheckAddress(Uri address, Uri root, IEdmEntityType? expected)
    {
        var bound = Departures.BoundAddress(address);
        var parser = new ODataUriParser(model, root, new Uri(root, bound));
        var target = parser.ParsePath().LastSegment;
        // A set of a base type may hold the expected one: choices of a column are bound in GlobalOptionSetDefinitions.
        if (target is not KeySegment { EdmType: IEdmEntityType type } || expected is null
            || !(type.IsOrInheritsFrom(expected) || expected.InheritsFrom(type)))
            throw new ODataException($"'{address}' is no address of a row of '{expected?.FullName()}'.");
    }
}
