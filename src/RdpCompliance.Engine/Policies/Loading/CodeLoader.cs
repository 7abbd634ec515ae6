using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads <c>codes.yml</c>, which no rule stands on and no scan reads.</summary>
public sealed class CodeLoader
{
    public const string FileName = "codes.yml";

    private readonly PackReport _report;
    private readonly ImmutableDictionary<string, Reference> _sources;

    private CodeLoader(PackReport report, ImmutableDictionary<string, Reference> sources)
    {
        _report = report;
        _sources = sources;
    }

    /// <returns>What could be read; anything wrong is in <paramref name="report"/>.</returns>
    public static CodeCatalogue Load(Source source, PackReport report)
    {
        if (report.Parse(source) is not { } root || report.Map(root, FileName, "sources", "spaces", "pairs", "myths") is not { } map)
        {
            return new([], [], []);
        }

        var references = new ReferenceLoader(report);
        var sources = MapIn(map, "sources", report)?.Entries
            .Select(entry => (entry.Key, Reference: references.Load(entry.Value, $"source '{entry.Key}'")))
            .Where(entry => entry.Reference is not null)
            .DistinctBy(entry => entry.Key, StringComparer.Ordinal)
            .ToImmutableDictionary(entry => entry.Key, entry => entry.Reference ?? new Reference.Experience(""), StringComparer.Ordinal);
        var loader = new CodeLoader(report, sources ?? ImmutableDictionary<string, Reference>.Empty);
        return new(
            [.. (MapIn(map, "spaces", report)?.Entries ?? []).Select(loader.List).OfType<CodeList>()],
            [.. report.OptionalList(map, "pairs").Select(loader.Pair).OfType<PairMeaning>()],
            [.. report.OptionalList(map, "myths").Select(loader.Myth).OfType<CodeMyth>()]);
    }

    private static PackNode.Map? MapIn(PackNode.Map map, string key, PackReport report) =>
        report.Required(map, key) is { } node ? report.Map(node, key) : null;

    private CodeList? List(PackEntry entry) =>
        _report.Map(entry.Value, $"list '{entry.Key}'", "title", "shown-as", "codes") is { } map && _report.RequiredText(map, "title") is { } title
            ? new(
                entry.Key,
                title,
                PackEnum.Required<CodePlace>(map, "shown-as", _report) ?? CodePlace.Elsewhere,
                [.. _report.OptionalList(map, "codes").Select(Code).OfType<ErrorCode>()])
            : null;

    private ErrorCode? Code(PackNode node)
    {
        if (_report.Map(node, "a code", "code", "to", "also", "names", "meaning", "tells-of", "standing", "by", "note") is not { } map
            || _report.RequiredText(map, "meaning") is not { } meaning
            || PackEnum.Required<CodeStanding>(map, "standing", _report) is not { } standing)
        {
            return null;
        }

        var names = _report.OptionalTexts(map, "names").ToImmutableArray();
        var number = map.Find("code") is { } code ? Number(code.Value, "code") : null;
        if (number is null && names.IsEmpty)
        {
            _report.RequiredText(map, "code");
        }

        return new(number, map.Find("to") is { } last ? Number(last.Value, "to") : null, meaning, standing)
        {
            Names = names,
            Also = [.. _report.OptionalList(map, "also").Select(also => Number(also, "also")).OfType<uint>()],
            TellsOf = _report.OptionalText(map, "tells-of"),
            Note = _report.OptionalText(map, "note"),
            Sources = Sources(map, standing),
        };
    }

    /// <summary>Whoever says that a number is known says by whom.</summary>
    private ImmutableArray<Reference> Sources(PackNode.Map map, CodeStanding standing)
    {
        if (standing != CodeStanding.Undocumented)
        {
            _report.Required(map, "by");
        }

        return [.. _report.OptionalList(map, "by").Select(SourceOf).OfType<Reference>()];
    }

    private Reference? SourceOf(PackNode node)
    {
        if (_report.Text(node, "by") is not { } name)
        {
            return null;
        }

        if (_sources.TryGetValue(name, out var reference))
        {
            return reference;
        }

        _report.Wrong(node.Location, name, "an entry of sources");
        return null;
    }

    private uint? Number(PackNode node, string key)
    {
        if (_report.Text(node, key) is not { } text)
        {
            return null;
        }

        if (ErrorPair.TryParseCode(text) is { } number)
        {
            return number;
        }

        _report.Wrong(node.Location, text, string.Create(CultureInfo.InvariantCulture, $"a number up to {uint.MaxValue}, such as 0x904"));
        return null;
    }

    private PairMeaning? Pair(PackNode node)
    {
        if (_report.Map(node, "a pair", "of", "says") is not { } map
            || _report.RequiredText(map, "of") is not { } of
            || _report.RequiredText(map, "says") is not { } says)
        {
            return null;
        }

        if (ErrorPair.TryParse(of) is { Extended: not null } pair)
        {
            return new(pair, says);
        }

        _report.Wrong(map.Find("of")?.Value.Location ?? map.Location, of, "a pair such as 0x904/0x7");
        return null;
    }

    private CodeMyth? Myth(PackNode node)
    {
        if (_report.Map(node, "a myth", "of", "claim", "truth") is not { } map
            || _report.RequiredText(map, "claim") is not { } claim
            || _report.RequiredText(map, "truth") is not { } truth)
        {
            return null;
        }

        var of = _report.OptionalTexts(map, "of").ToImmutableArray();
        foreach (var text in of.Where(text => text != CodeMyth.Any && ErrorPair.TryParse(text.Replace("*/", "0/", StringComparison.Ordinal)) is null))
        {
            _report.Wrong(map.Find("of")?.Value.Location ?? map.Location, text, "a pair such as 0x904/0x7, a number, '*/0x7' or '*'");
        }

        return new(of, claim, truth);
    }
}
