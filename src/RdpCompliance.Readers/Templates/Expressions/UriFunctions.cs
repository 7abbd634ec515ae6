using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Functions of addresses (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string).</summary>
internal static class UriFunctions
{
    public static IEnumerable<LibraryFunction> All =>
    [
        new("buildUri", 1, 1, Evaluation.Strict, Build),
        new("parseUri", 1, 1, Evaluation.Strict, Parse),
        new("uri", 2, 2, Evaluation.Eager, Combine),
    ];

    private static Node Parse(FunctionCall call)
    {
        if (call[0] is not Node.Text { Value: var text })
        {
            return call.WrongType(0, "a string");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return call.Fail($"'{text}' is no absolute address");
        }

        List<Property> parts =
        [
            call.Property("scheme", address.Scheme),
            call.Property("host", address.Host),
            call.Property("port", address.IsDefaultPort ? call.Null() : call.Number(address.Port)),
        ];
        if (address.AbsolutePath is not "/")
        {
            parts.Add(call.Property("path", address.AbsolutePath));
        }

        if (address.Query.Length > 0)
        {
            parts.Add(call.Property("query", address.Query));
        }

        return call.Record([.. parts]);
    }

    private static Node Build(FunctionCall call)
    {
        if (call[0] is not Node.Object parts)
        {
            return call.WrongType(0, "an object with 'scheme' and 'host'");
        }

        foreach (var property in parts.Properties)
        {
            var isPort = property.Name.Equals("port", StringComparison.OrdinalIgnoreCase);
            switch (property.Value)
            {
                case Node.Unresolved:
                    return call.Unknown();
                case Node.Number { Whole: >= 0 and <= ushort.MaxValue } when isPort:
                case Node.Text when !isPort:
                case Node.Null when isPort:
                    break;
                default:
                    return call.Fail($"'{property.Name}' is {Conversion.NameOf(property.Value)}");
            }
        }

        if (parts.Find("scheme") is not Node.Text { Value: { Length: > 0 } scheme } || parts.Find("host") is not Node.Text { Value: var host })
        {
            return call.Fail("an address needs 'scheme' and 'host'");
        }

        if (!Uri.CheckSchemeName(scheme))
        {
            return call.Fail($"'{scheme}' is no scheme");
        }

        var builder = new UriBuilder(scheme, host)
        {
            Path = (parts.Find("path") as Node.Text)?.Value ?? "",
            Query = (parts.Find("query") as Node.Text)?.Value ?? "",
        };
        if (parts.Find("port") is Node.Number { Whole: { } port })
        {
            builder.Port = (int)port;
        }

        return Uri.TryCreate(builder.ToString(), UriKind.Absolute, out var address) ? call.Text(address.ToString()) : call.Fail("the parts make no address");
    }

    /// <summary>A relative address as seen from another; of a base that is not known, the pattern tells the way.</summary>
    private static Node Combine(FunctionCall call)
    {
        if (call is { Arguments: [Node.Unresolved { Pattern: { } pattern } unknown, Node.Text relation] })
        {
            return new Node.Unresolved(unknown)
            {
                Trace = unknown.Trace,
                Pattern = Unknown.Short($"{pattern}/../{Unknown.Escape(relation.Value)}"),
            };
        }

        if (call.Arguments.Any(argument => argument is Node.Unresolved))
        {
            return call.Unknown();
        }

        return (call[0], call[1]) switch
        {
            (Node.Text start, Node.Text relative) => Uri.IsWellFormedUriString(start.Value, UriKind.Absolute)
            && Uri.TryCreate(start.Value, UriKind.Absolute, out var root)
            && Uri.TryCreate(root, relative.Value, out var whole)
                ? call.Text(whole.AbsoluteUri)
                : call.Fail($"'{start.Value}' is no absolute address"),
            (Node.Text, _) => call.WrongType(1, "a string"),
            _ => call.WrongType(0, "a string"),
        };
    }
}
