using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads <c>causes.yml</c>.</summary>
internal sealed class CauseLoader(ImmutableArray<CollectableInput> inputs, PackReport report)
{
    private static readonly DiagnosticDescriptor UnknownCause = new("RDP0046", DiagnosticEffect.Damage, "'{0}' is not an entry of causes.yml; {1}.");
    private static readonly DiagnosticDescriptor Circle = new("RDP0080", DiagnosticEffect.Damage, "'{0}' implies itself, by way of {1}.");
    private static readonly DiagnosticDescriptor UnknownInput = new("RDP0081", DiagnosticEffect.Damage, "'{0}' is not an entry of inputs.yml; {1}.");

    private static readonly string[] Keys =
    [
        "title", "area", "kind", "codes", "implies", "shows", "confidence", "decided-by", "evidence", "truth", "test", "sources",
    ];

    /// <summary>The keys that a scan reads; a compiled pack holds the others apart.</summary>
    public static ImmutableArray<string> ScanKeys { get; } = [.. Keys.Take(5)];

    private readonly ReferenceLoader _references = new(report);

    public ImmutableArray<Cause> Load(Source source)
    {
        if (report.Parse(source) is not { } root || report.Map(root, "causes.yml") is not { } map)
        {
            return [];
        }

        var causes = map.Entries.Select(LoadCause).OfType<Cause>().ToImmutableArray();
        if (!report.IsCompiled)
        {
            CheckImplied(map, causes.DistinctBy(cause => cause.Id, StringComparer.Ordinal).ToDictionary(cause => cause.Id, StringComparer.Ordinal));
        }

        return causes;
    }

    private Cause? LoadCause(PackEntry entry) =>
        report.Map(entry.Value, $"cause '{entry.Key}'", Keys) is { } map
        && report.RequiredText(map, "title") is { } title
        && report.RequiredText(map, "area") is { } area
            ? new(entry.Key, title, area, PackEnum.Required<CauseKind>(map, "kind", report) ?? CauseKind.Cause)
            {
                Pairs = Pairs(map),
                Implies = [.. report.OptionalTexts(map, "implies")],
                Shows = [.. report.OptionalTexts(map, "shows").Select(code => Code(map, "shows", code)).OfType<uint>()],
                Confidence = PackEnum.Optional<Confidence>(map, "confidence", report) ?? Confidence.High,
                DecidedBy = map.Find("decided-by") is null ? null : [.. report.OptionalList(map, "decided-by").Select(Deciding).OfType<DecidingRule>()],
                Evidence = [.. report.OptionalList(map, "evidence").Select(Input).OfType<CollectableInput>()],
                Truth = Long(map, "truth") ?? "",
                Test = report.OptionalText(map, "test"),
                Sources = Sources(map, entry),
            }
            : null;

    /// <summary>A compiled pack may lack it.</summary>
    private string? Long(PackNode.Map map, string key) => report.IsCompiled ? report.OptionalText(map, key) : report.RequiredText(map, key);

    private ImmutableArray<Settings.Reference> Sources(PackNode.Map map, PackEntry entry)
    {
        var nodes = report.OptionalList(map, "sources");
        if (nodes.Count == 0 && !report.IsCompiled)
        {
            report.RequiredText(map, "sources");
        }

        return [.. nodes.Select(node => _references.Load(node, $"a source of '{entry.Key}'")).OfType<Settings.Reference>()];
    }

    private ImmutableArray<PairFit> Pairs(PackNode.Map map)
    {
        if (report.Required(map, "codes") is not { } node || report.Map(node, "codes") is not { } codes)
        {
            return [];
        }

        var pairs = ImmutableArray.CreateBuilder<PairFit>();
        foreach (var entry in codes.Entries)
        {
            if (ErrorPair.TryParse(entry.Key) is not { Extended: not null } pair)
            {
                report.Wrong(entry.KeyLocation, entry.Key, "a pair of codes such as 0x904/0x7");
            }
            else if (PackEnum.Parse<Strength>(entry.Value, entry.Key, report) is { } strength)
            {
                pairs.Add(new(pair, strength));
            }
        }

        return pairs.DrainToImmutable();
    }

    private uint? Code(PackNode.Map map, string key, string text)
    {
        if (ErrorPair.TryParseCode(text) is { } code)
        {
            return code;
        }

        report.Wrong(map.Find(key)?.Value.Location ?? map.Location, text, "a code such as 0x904");
        return null;
    }

    private DecidingRule? Deciding(PackNode node)
    {
        if (node is PackNode.Text text)
        {
            return new(text.Value, null);
        }

        return report.Map(node, "decided-by", "rule", "of") is { } map
            && report.RequiredText(map, "rule") is { } rule
            && report.RequiredText(map, "of") is { } of
            ? new(rule, of)
            : null;
    }

    private CollectableInput? Input(PackNode node)
    {
        if (report.Text(node, "evidence") is not { } id)
        {
            return null;
        }

        var found = inputs.FirstOrDefault(input => input.Id == id);
        if (found is null)
        {
            report.Add(UnknownInput, node.Location, id, PackReport.Nearest(id, inputs.Select(input => input.Id)));
        }

        return found;
    }

    private void CheckImplied(PackNode.Map root, Dictionary<string, Cause> causes)
    {
        foreach (var entry in root.Entries)
        {
            if (entry.Value is not PackNode.Map body || body.Find("implies")?.Value is not PackNode.List implied)
            {
                continue;
            }

            foreach (var text in implied.Items.OfType<PackNode.Text>().Where(text => !causes.ContainsKey(text.Value)))
            {
                report.Add(UnknownCause, text.Location, text.Value, PackReport.Nearest(text.Value, causes.Keys));
            }

            if (CircleOf(entry.Key, causes) is { } circle)
            {
                report.Add(Circle, entry.KeyLocation, entry.Key, string.Join(", ", circle.Select(id => $"'{id}'")));
            }
        }
    }

    /// <summary>The way by which a cause implies itself; <see langword="null"/> when it does not.</summary>
    private static ImmutableArray<string>? CircleOf(string start, Dictionary<string, Cause> causes)
    {
        var ways = new Queue<ImmutableArray<string>>([[start]]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (ways.TryDequeue(out var way))
        {
            foreach (var next in causes.TryGetValue(way[^1], out var cause) ? cause.Implies : [])
            {
                if (next == start)
                {
                    return way.Length == 1 ? way : way[1..];
                }

                if (seen.Add(next))
                {
                    ways.Enqueue(way.Add(next));
                }
            }
        }

        return null;
    }
}
