using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>YAML as located values: the first document, with the types of the core schema. An alias is the very node that it names, so that none costs more than its text.</summary>
internal sealed class LocatedYaml
{
    private const int MostDepth = 100;

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
        (null, [new(BicepDiagnostics.NotLoaded, Location.InText(_source, new((int)Math.Min(at.Index, _source.Text.Value.Length), 0)), _source.Name, why.TrimEnd('.'))]);

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
                return _anchors.TryGetValue(alias.Value, out var known) ? known : throw new YamlException(alias.Start, alias.End, $"'{alias.Value}' is no anchor");
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
                var properties = ImmutableArray.CreateBuilder<Property>();
                while (!_parser.Accept<MappingEnd>(out _))
                {
                    var key = Value(depth + 1);
                    var name = key switch { Node.Text text => text.Value, Node.Number number => number.Literal, Node.Boolean boolean => boolean.Value ? "true" : "false", _ => "" };
                    properties.Add(new(name, key.Location, Value(depth + 1)));
                }

                return Anchored(mapping, new Node.Object(Between(mapping.Start, _parser.Consume<MappingEnd>().End), properties.DrainToImmutable()));
            case var other:
                throw new YamlException(other.Start, other.End, "a value was wanted");
        }
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
        return scalar.Style != ScalarStyle.Plain
            ? new Node.Text(place, scalar.Value)
            : scalar.Value switch
            {
                "" or "~" or "null" or "Null" or "NULL" => new Node.Null(place),
                "true" or "True" or "TRUE" => new Node.Boolean(place, true),
                "false" or "False" or "FALSE" => new Node.Boolean(place, false),
                var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
                    new Node.Number(place, whole.ToString(CultureInfo.InvariantCulture)),
                var text when text.AsSpan().ContainsAnyInRange('0', '9') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => new Node.Number(place, text),
                var text => new Node.Text(place, text),
            };
    }
}
