using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Mark = YamlDotNet.Core.Mark;
using Scalar = YamlDotNet.Core.Events.Scalar;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Parses one YAML document into <see cref="PackNode"/>s. A document that is no YAML gives its error at its place and nothing else.</summary>
public static class PackYaml
{
    private const int DeepestNesting = 64;

    private static readonly DiagnosticDescriptor NoYaml = new("RDP0010", DiagnosticEffect.Refusal, "This is not YAML: {0}.");
    private static readonly DiagnosticDescriptor DuplicateKey = new("RDP0011", DiagnosticEffect.Damage, "'{0}' stands twice in this mapping; once is wanted.");

    /// <returns><see langword="null"/> for an empty or unreadable document.</returns>
    public static PackNode? Parse(Source source, ICollection<Diagnostic> diagnostics)
    {
        var parser = new YamlEvents(source.Text.Value);
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return null;
            }

            return ParseNode(parser, source, diagnostics, 0);
        }
        catch (YamlException exception)
        {
            diagnostics.Add(new(NoYaml, Place(source, exception.Start, exception.End), exception.Message.TrimEnd('.')));
            return null;
        }
    }

    private static PackNode ParseNode(YamlEvents parser, Source source, ICollection<Diagnostic> diagnostics, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw NotUsed(parser.Current, $"more than {DeepestNesting} levels");
        }

        switch (parser.Consume<ParsingEvent>())
        {
            case Scalar { Anchor.IsEmpty: true } scalar:
                return new PackNode.Text(Place(source, scalar), scalar.Value, scalar.Style == ScalarStyle.Plain)
                {
                    BlockIndent = scalar.Style == ScalarStyle.Literal ? IndentOf(source, scalar) : 0,
                };

            case SequenceStart { Anchor.IsEmpty: true } start:
                var items = ImmutableArray.CreateBuilder<PackNode>();
                while (parser.Current is not SequenceEnd)
                {
                    items.Add(ParseNode(parser, source, diagnostics, depth + 1));
                }

                return new PackNode.List(Place(source, start.Start, parser.Consume<SequenceEnd>().End), items.DrainToImmutable());

            case MappingStart { Anchor.IsEmpty: true } start:
                var entries = ImmutableArray.CreateBuilder<PackEntry>();
                while (parser.Current is not MappingEnd)
                {
                    if (!parser.TryConsume<Scalar>(out var key))
                    {
                        throw NotUsed(parser.Current, "a key that is no text");
                    }

                    if (entries.Any(entry => entry.Key == key.Value))
                    {
                        diagnostics.Add(new(DuplicateKey, Place(source, key), key.Value));
                    }

                    entries.Add(new(key.Value, Place(source, key), ParseNode(parser, source, diagnostics, depth + 1)));
                }

                return new PackNode.Map(Place(source, start.Start, parser.Consume<MappingEnd>().End), entries.DrainToImmutable());

            case AnchorAlias alias:
                throw NotUsed(alias, $"*{alias.Value}");

            case NodeEvent { Anchor.IsEmpty: false } anchored:
                throw NotUsed(anchored, $"&{anchored.Anchor}");

            case var other:
                throw NotUsed(other, other.GetType().Name);
        }
    }

    /// <summary>The indentation of a literal block: that of its first line that is not blank.</summary>
    private static int IndentOf(Source source, Scalar scalar)
    {
        var text = source.Text.Value;
        var line = text.IndexOf('\n', (int)scalar.Start.Index) + 1;
        while (line > 0 && line < text.Length)
        {
            var first = line;
            while (first < text.Length && text[first] == ' ')
            {
                first++;
            }

            if (first < text.Length && text[first] is not ('\r' or '\n'))
            {
                return first - line;
            }

            line = text.IndexOf('\n', first) + 1;
        }

        return 0;
    }

    private static YamlException NotUsed(ParsingEvent? found, string what) =>
        new(found?.Start ?? Mark.Empty, found?.End ?? Mark.Empty, $"{what} is not used in policy files");

    private static Location Place(Source source, ParsingEvent parsed) => Place(source, parsed.Start, parsed.End);

    private static Location Place(Source source, Mark start, Mark end)
    {
        var length = source.Text.Value.Length;
        var from = (int)Math.Clamp(start.Index, 0, length);
        return Location.InText(source, TextSpan.FromBounds(from, (int)Math.Clamp(end.Index, from, length)));
    }
}
