using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Collects what is wrong with a pack, and reads typed values out of its nodes, saying at their place what was wanted instead.</summary>
public sealed class PackReport
{
    private static readonly DiagnosticDescriptor WrongShape = new("RDP0013", DiagnosticEffect.Damage, "'{0}' is {1}; {2} is wanted.");
    private static readonly DiagnosticDescriptor Missing = new("RDP0014", DiagnosticEffect.Damage, "'{0}' is missing here.");
    private static readonly DiagnosticDescriptor UnknownKey = new("RDP0015", DiagnosticEffect.Damage, "'{0}' is not a key of {1}; {2}.");
    private static readonly DiagnosticDescriptor WrongValue = new("RDP0016", DiagnosticEffect.Damage, "'{0}' is not {1}.");
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<Source, PackNode> _merged = [];
    private readonly Func<Source, PackNode>? _compiled;

    public PackReport()
    {
    }

    internal PackReport(Func<Source, PackNode> compiled) => _compiled = compiled;

    /// <summary>The nodes were checked when they were compiled, and carry neither places nor examples.</summary>
    public bool IsCompiled => _compiled is not null;

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public PackNode? Parse(Source source) =>
        _compiled is not null ? _compiled(source) : _merged.TryGetValue(source, out var merged) ? merged : PackYaml.Parse(source, _diagnostics);

    /// <summary>From now on <see cref="Parse"/> takes this for the file, whose entries keep the places that they have.</summary>
    internal void Merge(Source source, PackNode merged) => _merged[source] = merged;

    public void Add(DiagnosticDescriptor descriptor, Location place, params string[] arguments) => _diagnostics.Add(new(descriptor, place, arguments));

    /// <summary>Says that <paramref name="found"/> is not what was wanted; <paramref name="wanted"/> completes "is not …".</summary>
    public void Wrong(Location place, string found, string wanted) => _diagnostics.Add(new(WrongValue, place, found, wanted));

    /// <summary>The mapping, with every key that is not among <paramref name="keys"/> reported.</summary>
    public PackNode.Map? Map(PackNode node, string what, params string[] keys)
    {
        if (node is not PackNode.Map map)
        {
            _diagnostics.Add(new(WrongShape, node.Location, what, node.Shape, "a mapping"));
            return null;
        }

        foreach (var entry in map.Entries.Where(entry => keys.Length > 0 && !keys.Contains(entry.Key, StringComparer.Ordinal)))
        {
            _diagnostics.Add(new(UnknownKey, entry.KeyLocation, entry.Key, what, Nearest(entry.Key, keys)));
        }

        return map;
    }

    public string? RequiredText(PackNode.Map map, string key)
    {
        if (map.Find(key) is not { } entry)
        {
            _diagnostics.Add(new(Missing, map.Location with { Length = 0 }, key));
            return null;
        }

        return Text(entry.Value, key);
    }

    public string? OptionalText(PackNode.Map map, string key) => map.Find(key) is { } entry ? Text(entry.Value, key) : null;

    public PackNode? Required(PackNode.Map map, string key)
    {
        if (map.Find(key) is { } entry)
        {
            return entry.Value;
        }

        _diagnostics.Add(new(Missing, map.Location with { Length = 0 }, key));
        return null;
    }

    public string? Text(PackNode node, string what)
    {
        if (node is PackNode.Text text)
        {
            return text.Value;
        }

        _diagnostics.Add(new(WrongShape, node.Location, what, node.Shape, "a text"));
        return null;
    }

    public IReadOnlyList<PackNode> OptionalList(PackNode.Map map, string key) => map.Find(key) is { } entry ? List(entry.Value, key) : [];

    public IReadOnlyList<PackNode> List(PackNode node, string what)
    {
        if (node is PackNode.List list)
        {
            return list.Items;
        }

        _diagnostics.Add(new(WrongShape, node.Location, what, node.Shape, "a list"));
        return [];
    }

    public IReadOnlyList<string> OptionalTexts(PackNode.Map map, string key) =>
        [.. OptionalList(map, key).Select(item => Text(item, key)).OfType<string>()];

    public bool OptionalFlag(PackNode.Map map, string key)
    {
        if (map.Find(key) is not { } entry)
        {
            return false;
        }

        switch (entry.Value)
        {
            case PackNode.Text { IsPlain: true, Value: "true" }:
                return true;
            case PackNode.Text { IsPlain: true, Value: "false" }:
                return false;
            default:
                Wrong(entry.Value.Location, Shown(entry.Value), "true or false");
                return false;
        }
    }

    /// <summary>What would have been right, as the end of a sentence with its mark: a question, the names where they are few, or that none is near.</summary>
    public static string Nearest(string found, IEnumerable<string> names)
    {
        const int Few = 12;
        var all = names.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToList();
        return EditDistance.Nearest(found, all) is { } nearest
            ? $"did you mean '{nearest}'?"
            : all.Count switch
            {
                0 => "nothing is known here.",
                <= Few => $"known are {string.Join(", ", all)}.",
                _ => "nothing that is known here is like it.",
            };
    }

    public static string Shown(PackNode node) => node is PackNode.Text text ? text.Value : node.Shape;
}
