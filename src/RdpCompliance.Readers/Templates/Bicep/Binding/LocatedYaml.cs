using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>
/// YAML as located values: the first document, with the types that the compiler gives plain values.
/// An alias is the very node that it names, so that none costs more than its text.
/// </summary>
internal sealed class LocatedYaml
{
    private const int MostDepth = 100;

    /// <summary>Keys of one mapping: a mapping that merges two that merge two … must not grow for ever.</summary>
    private const int MostMerged = 10_000;

    private readonly Source _source;
    private readonly YamlEvents _parser;
    private readonly Dictionary<AnchorName, Node> _anchors = [];

    private LocatedYaml(Source source) => (_source, _parser) = (source, new(source.Text.Value));

    public static (Node? Root, ImmutableArray<Diagnostic> Diagnostics) Parse(Source source)
    {
        var yaml = new LocatedYaml(source);
        try
        {
            yaml._parser.Consume<StreamStart>();
            return yaml._parser.TryConsume<DocumentStart>(out _) ? (yaml.Value(0), []) : (null, []);
        }
        catch (YamlException exception)
        {
            return yaml.Broken(exception.Start, exception.Message);
        }
    }

    private (Node? Root, ImmutableArray<Diagnostic> Diagnostics) Broken(Mark at, string why) =>
        (
            null,
            [
                new(
                    BicepDiagnostics.NotLoaded,
                    Location.InText(_source, new((int)Math.Min(at.Index, _source.Text.Value.Length), 0)),
                    _source.Name,
                    why.TrimEnd('.')),
            ]);

    private Location Between(Mark start, Mark end)
    {
        var length = _source.Text.Value.Length;
        return Location.InText(_source, TextSpan.FromBounds((int)Math.Min(start.Index, length), (int)Math.Min(end.Index, length)));
    }

    private Node Value(int depth)
    {
        if (depth > MostDepth)
        {
            throw new YamlException(_parser.Current?.Start ?? Mark.Empty, _parser.Current?.End ?? Mark.Empty, $"it is nested deeper than {MostDepth} levels");
        }

        switch (_parser.Consume<ParsingEvent>())
        {
            case AnchorAlias alias:
                return _anchors.TryGetValue(alias.Value, out var known)
                    ? known
                    : throw new YamlException(alias.Start, alias.End, $"'{alias.Value}' is no anchor");
            case YamlDotNet.Core.Events.Scalar scalar:
                return Anchored(scalar, ScalarOf(scalar));
            case SequenceStart sequence:
                var elements = ImmutableArray.CreateBuilder<Node>();
                while (!_parser.Accept<SequenceEnd>(out _))
                {
                    elements.Add(Value(depth + 1));
                }

                return Anchored(sequence, new Node.Array(Between(sequence.Start, _parser.Consume<SequenceEnd>().End), elements.DrainToImmutable()));
            case MappingStart mapping:
                return Anchored(mapping, MappingOf(mapping, depth));
            case var other:
                throw new YamlException(other.Start, other.End, "a value was wanted");
        }
    }

    /// <summary>
    /// With the keys that "&lt;&lt;" takes from other mappings: what the mapping says
    /// itself comes before them, and a later one of them before an earlier one.
    /// </summary>
    private Node.Object MappingOf(MappingStart mapping, int depth)
    {
        var written = new List<(string Name, Location Place, Node Value, bool IsMerge)>();
        while (!_parser.Accept<MappingEnd>(out _))
        {
            var isPlain = _parser.Current is YamlDotNet.Core.Events.Scalar { Style: ScalarStyle.Plain };
            var key = _parser.Current as YamlDotNet.Core.Events.Scalar;
            var place = Value(depth + 1).Location;
            var value = Value(depth + 1);
            written.Add((key?.Value ?? "", place, value, isPlain && key?.Value == "<<"));
        }

        var own = written.Where(entry => !entry.IsMerge).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var properties = new PropertyList();
        foreach (var (name, place, value, isMerge) in written)
        {
            if (!isMerge)
            {
                properties.Set(new(name, place, value));
                continue;
            }

            foreach (
                var merged in (value is Node.Array list ? list.Elements : [value])
                    .OfType<Node.Object>()
                    .SelectMany(other => other.Properties)
                    .Where(other => !own.Contains(other.Name)))
            {
                properties.Set(merged);
                if (properties.Count > MostMerged)
                {
                    throw new YamlException(mapping.Start, mapping.End, $"merging makes more than {MostMerged} keys");
                }
            }
        }

        return new(Between(mapping.Start, _parser.Consume<MappingEnd>().End), properties.ToImmutable());
    }

    private Node Anchored(NodeEvent at, Node node)
    {
        if (!at.Anchor.IsEmpty)
        {
            _anchors[at.Anchor] = node;
        }

        return node;
    }

    private Node ScalarOf(YamlDotNet.Core.Events.Scalar scalar)
    {
        var place = Between(scalar.Start, scalar.End);
        return scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str"
            ? new Node.Text(place, scalar.Value)
            : scalar.Value switch
            {
                "" or "~" or "null" or "Null" or "NULL" => new Node.Null(place),
                "true" or "True" or "TRUE" => new Node.Boolean(place, true),
                "false" or "False" or "FALSE" => new Node.Boolean(place, false),
                var text when WholeOf(text) is { } whole => new Node.Number(place, whole.ToString(CultureInfo.InvariantCulture)),
                var text when FloatOf(text) is { } number => new Node.Number(place, number.ToString("R", CultureInfo.InvariantCulture)),
                var text => new Node.Text(place, text),
            };
    }

    /// <summary>Decimal digits, also with leading zeros, 0x…, 0o… and 0b…, each with '_' between digits.</summary>
    private static long? WholeOf(string text)
    {
        var isNegative = text.StartsWith('-');
        var digits = text.AsSpan(isNegative || text.StartsWith('+') ? 1 : 0).ToString();
        if (digits is "" or ['_', ..])
        {
            return null;
        }

        digits = digits.Replace("_", "", StringComparison.Ordinal);
        var (radix, rest) = digits switch
        {
            ['0', 'x', .. var hexadecimal] => (16, hexadecimal),
            ['0', 'o', .. var octal] => (8, octal),
            ['0', 'b', .. var binary] => (2, binary),
            _ => (10, digits),
        };
        Int128 value = 0;
        foreach (var c in rest)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || value > ulong.MaxValue)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        value = isNegative ? -value : value;
        return rest.Length > 0 && value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
    }

    private static double? FloatOf(string text) =>
        text.AsSpan().ContainsAnyInRange('0', '9')
        && double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number)
        && double.IsFinite(number)
            ? number
            : null;
}
