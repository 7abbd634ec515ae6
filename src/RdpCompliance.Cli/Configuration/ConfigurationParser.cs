using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RdpCompliance.Engine.Sources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RdpCompliance.Cli.Configuration;

/// <summary>
/// Reads a YAML or JSON text into nodes with places. JSON is checked by its own grammar and then
/// read as the YAML it also is. Aliases and merge keys ("&lt;&lt;") are followed
/// while the whole stays below <see cref="MostNodes"/>.
/// </summary>
internal sealed class ConfigurationParser
{
    public const int MostNodes = 100_000;
    private const int MostDepth = 16;
    private readonly string _file;
    private readonly YamlEvents _events;
    private readonly Dictionary<AnchorName, ConfigurationNode> _anchors = [];
    private readonly List<ConfigurationProblem> _problems = [];
    private int _count;

    private ConfigurationParser(string file, string text)
    {
        _file = file;
        _events = new(text);
    }

    /// <returns>The root, <see langword="null"/> when the text is empty or no map, and what is wrong with it.</returns>
    public static (ConfigurationNode.Map? Root, ImmutableArray<ConfigurationProblem> Problems) Parse(string file, string text)
    {
        if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && JsonProblem(file, text) is { } problem)
        {
            return (null, [problem]);
        }

        var parser = new ConfigurationParser(file, text);
        try
        {
            var root = parser.Document();
            return (root, [.. parser._problems]);
        }
        catch (YamlException exception)
        {
            return (null, [.. parser._problems, new(parser.Place(exception.Start), Sentence(exception.Message))]);
        }
    }

    private ConfigurationNode.Map? Document()
    {
        _events.Consume<StreamStart>();
        if (_events.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _events.Consume<DocumentStart>();
        var root = Node(0);
        _events.Consume<DocumentEnd>();
        if (!_events.Accept<StreamEnd>(out _))
        {
            throw new YamlException(_events.Current?.Start ?? Mark.Empty, Mark.Empty, "A second document begins here; one is wanted.");
        }

        switch (root)
        {
            case ConfigurationNode.Map map:
                return map;
            case ConfigurationNode.Scalar { Kind: ScalarKind.Nothing }:
                return null;
            default:
                _problems.Add(new(root.Place, "The configuration is a map of keys; this is none."));
                return null;
        }
    }

    private ConfigurationNode Node(int depth)
    {
        var at = _events.Consume<ParsingEvent>();
        if (depth > MostDepth)
        {
            throw new YamlException(at.Start, at.End, $"More than {MostDepth} levels.");
        }

        var node = at switch
        {
            AnchorAlias alias => Aliased(alias),
            Scalar scalar => new ConfigurationNode.Scalar(Place(scalar.Start), scalar.Value, KindOf(scalar)),
            SequenceStart => List(Place(at.Start), depth),
            MappingStart => Map(Place(at.Start), depth),
            _ => throw new YamlException(at.Start, at.End, "The text ends where a value is wanted."),
        };
        _count += at is AnchorAlias ? node.Size : 1;
        if (_count > MostNodes)
        {
            throw new YamlException(at.Start, at.End, $"More than {MostNodes} values, aliases followed.");
        }

        if (at is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag })
        {
            _problems.Add(new(node.Place, $"'{tag}' is a tag of YAML; configuration has none."));
        }

        if (at is NodeEvent { Anchor: { IsEmpty: false } anchor })
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private ConfigurationNode Aliased(AnchorAlias alias) => _anchors.TryGetValue(alias.Value, out var node)
        ? node
        : throw new YamlException(alias.Start, alias.End, $"'*{alias.Value}' names no anchor that stands before it.");

    private ConfigurationNode.List List(ConfigurationPlace place, int depth)
    {
        var elements = ImmutableArray.CreateBuilder<ConfigurationNode>();
        while (!_events.TryConsume<SequenceEnd>(out _))
        {
            elements.Add(Node(depth + 1));
        }

        return new(place, elements.DrainToImmutable());
    }

    private ConfigurationNode.Map Map(ConfigurationPlace place, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<ConfigurationEntry>();
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var merged = new List<ConfigurationEntry>();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var isMerge = _events.Accept<Scalar>(out var plain) && plain is { Value: "<<", Style: ScalarStyle.Plain };
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (isMerge)
            {
                merged.AddRange(Merged(value));
            }
            else if (key is not ConfigurationNode.Scalar { Text: var name })
            {
                _problems.Add(new(key.Place, "A key is text; this is a list or a map."));
            }
            else if (!keys.Add(name))
            {
                _problems.Add(new(key.Place, $"'{name}' stands twice in one map."));
            }
            else
            {
                entries.Add(new(name, key.Place, value));
            }
        }

        entries.AddRange(merged.Where(entry => keys.Add(entry.Key)));
        return new(place, entries.DrainToImmutable());
    }

    private IEnumerable<ConfigurationEntry> Merged(ConfigurationNode value)
    {
        switch (value)
        {
            case ConfigurationNode.Map map:
                return map.Entries;
            case ConfigurationNode.List { Elements: var elements } when elements.All(element => element is ConfigurationNode.Map):
                return elements.OfType<ConfigurationNode.Map>().SelectMany(map => map.Entries);
            default:
                _problems.Add(new(value.Place, "'<<' merges a map or a list of maps; this is neither."));
                return [];
        }
    }

    /// <summary>The core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema): "off" and "yes" are text.</summary>
    private static ScalarKind KindOf(Scalar scalar) =>
        scalar switch
        {
            { Style: not ScalarStyle.Plain } => ScalarKind.Text,
            { Value: "" or "~" or "null" or "Null" or "NULL" } => ScalarKind.Nothing,
            { Value: "true" or "True" or "TRUE" or "false" or "False" or "FALSE" } => ScalarKind.Flag,
            { Value: var text } when IsNumber(text) => ScalarKind.Number,
            _ => ScalarKind.Text,
        };

    private static bool IsNumber(string text) =>
        text switch
        {
            ['0', 'x', .. var digits] => digits.Length > 0 && digits.All(char.IsAsciiHexDigit),
            _ => text.TrimStart('+', '-') is [(>= '0' and <= '9') or '.', ..]
                && double.TryParse(
                    text,
                    NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                    CultureInfo.InvariantCulture,
                    out _),
        };

    private static ConfigurationProblem? JsonProblem(string file, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException exception)
        {
            var line = text.Split('\n').ElementAtOrDefault((int)(exception.LineNumber ?? 0)) ?? "";
            var bytes = Encoding.UTF8.GetBytes(line);
            var column = Encoding.UTF8.GetCharCount(bytes, 0, (int)Math.Min(bytes.Length, exception.BytePositionInLine ?? 0));
            return new(new ConfigurationPlace.InFile(file, (exception.LineNumber ?? 0) + 1, column + 1), Sentence(exception.Message.Split(" LineNumber:")[0]));
        }
    }

    private ConfigurationPlace.InFile Place(Mark mark) => new(_file, Math.Max(1, mark.Line), Math.Max(1, mark.Column));

    private static string Sentence(string message) => message.EndsWith('.') ? message : $"{message}.";
}
