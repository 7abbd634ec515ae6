using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>The way into a value that <c>loadJsonContent</c> takes: "$.a.b[0]['c d']". Filters and wildcards are not understood.</summary>
internal sealed class JsonPath
{
    private readonly ImmutableArray<object> _steps;

    private JsonPath(ImmutableArray<object> steps) => _steps = steps;

    public static JsonPath? TryParse(string text)
    {
        var steps = ImmutableArray.CreateBuilder<object>();
        var rest = text.AsSpan(text.StartsWith('$') ? 1 : 0);
        while (!rest.IsEmpty)
        {
            int length;
            switch (rest)
            {
                case ['[', '\'' or '"', ..]:
                    length = rest[2..].IndexOf(rest[1]);
                    if (length < 0 || rest[(length + 3)..] is not [']', ..])
                    {
                        return null;
                    }

                    steps.Add(rest.Slice(2, length).ToString());
                    rest = rest[(length + 4)..];
                    break;
                case ['[', ..]:
                    length = rest.IndexOf(']');
                    if (length < 0 || !int.TryParse(rest[1..length], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                    {
                        return null;
                    }

                    steps.Add(index);
                    rest = rest[(length + 1)..];
                    break;
                default:
                    rest = rest[0] == '.' ? rest[1..] : rest;
                    length = rest.IndexOfAny('.', '[') is var end and >= 0 ? end : rest.Length;
                    if (length == 0 || rest[..length].ContainsAny("*?@()"))
                    {
                        return null;
                    }

                    steps.Add(rest[..length].ToString());
                    rest = rest[length..];
                    break;
            }
        }

        return new(steps.DrainToImmutable());
    }

    public Node? Pick(Node node)
    {
        foreach (var step in _steps)
        {
            var next = (node, step) switch
            {
                (Node.Object record, string name) => record.Find(name),
                (Node.Array list, int index) when index < list.Elements.Length => list.Elements[index],
                (Node.Unresolved, _) => node,
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            node = next;
        }

        return node;
    }
}
