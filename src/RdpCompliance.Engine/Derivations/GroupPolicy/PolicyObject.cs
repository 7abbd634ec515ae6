using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>Where statements that reach a machine come from, the weakest first.</summary>
internal enum PolicyOrigin
{
    /// <summary>What the old version of a GPO has applied and the new one no longer states: removed before anything is applied.</summary>
    Withdrawn,

    /// <summary>Registry values that somebody imports: in force until a GPO says otherwise.</summary>
    ImportedFile,

    /// <summary>A GPO that a resultant policy names: its values were applied.</summary>
    Resultant,

    Gpo,
}

/// <summary>Whether a GPO is there already or would be rolled out.</summary>
internal enum PolicyTime
{
    Standing,
    Change,
}

/// <summary>A GPO with everything that the inputs say of it, however many of its files describe it; or a file whose values would be imported.</summary>
internal sealed class PolicyObject(PolicyOrigin origin, PolicyTime time, string name, Guid? id, ImmutableArray<SourceEvidence> evidence)
{
    /// <summary>Spaces of items that speak of GPOs and not of machines.</summary>
    private static readonly string[] DescribingSpaces = ["gpo", "gpo-link", "inherited-gpo-link", "som"];

    public PolicyOrigin Origin { get; } = origin;

    public PolicyTime Time { get; } = time;

    public string Name { get; } = name;

    public Guid? Id { get; } = id;

    public ImmutableArray<SourceEvidence> Evidence { get; } = evidence;

    /// <summary>How sentences name it.</summary>
    public string Title => Origin switch
    {
        PolicyOrigin.Withdrawn => $"the new version of GPO '{Name}', which no longer states it",
        PolicyOrigin.ImportedFile => $"'{Name}'",
        _ => $"GPO '{Name}'",
    };

    /// <summary>What reports say of the GPO itself.</summary>
    public IEnumerable<Item> Descriptions => Evidence.SelectMany(source => source.Items).Where(item => item.Space == "gpo");

    /// <summary>The GPOs of the inputs in the order of their sources: files of one root are one, and so are roots of one id.</summary>
    public static ImmutableArray<PolicyObject> AllOf(IEnumerable<SourceEvidence> evidence, PolicyTime time)
    {
        var all = new List<PolicyObject>();
        foreach (var root in evidence.Where(source => source.Origin is Origin.GroupPolicy).GroupBy(source => ((Origin.GroupPolicy)source.Origin).Root, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var (name, parts) in ByName([.. root]))
            {
                var origins = parts.Select(part => (Origin.GroupPolicy)part.Origin).ToList();
                var described = parts.SelectMany(part => part.Items).FirstOrDefault(item => item.Space == "gpo");
                var id = name is null ? origins.Find(origin => origin.Id is not null)?.Id : null;
                id ??= Guid.TryParse(described?.Name, out var found) ? found : null;
                var shown = name ?? origins.Find(origin => origin.Name is not null)?.Name ?? described?.Find("display-name")?.Value.ToString();
                var known = id is null ? -1 : all.FindIndex(other => other.Id == id);
                if (known < 0)
                {
                    all.Add(new(PolicyOrigin.Gpo, time, shown ?? root.Key, id, parts));
                }
                else
                {
                    // The name of a folder gives way to the name that a report has.
                    var first = all[known];
                    var isNamed = first.Evidence.Any(part => part.Origin is Origin.GroupPolicy { Name: not null });
                    all[known] = new(PolicyOrigin.Gpo, time, isNamed ? first.Name : shown ?? first.Name, id, [.. first.Evidence, .. parts]);
                }
            }
        }

        return [.. all];
    }

    /// <summary>A report may hold several GPOs, each statement with the name of its own; then each name is a GPO.</summary>
    public static IEnumerable<(string? Name, ImmutableArray<SourceEvidence> Evidence)> ByName(ImmutableArray<SourceEvidence> evidence)
    {
        var names = evidence.SelectMany(source => source.Observations.Select(one => one.GpoName).Concat(source.Items.Select(one => one.GpoName)))
            .OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToList();
        return names.Count < 2
            ? [(null, evidence)]
            : names.Select(name => ((string?)name, Named(name, evidence)));
    }

    /// <summary>The statements of one name.</summary>
    public static ImmutableArray<SourceEvidence> Named(string name, ImmutableArray<SourceEvidence> evidence) =>
    [
        .. evidence.Select(source => source with
        {
            Observations = [.. source.Observations.Where(one => name.Equals(one.GpoName, StringComparison.OrdinalIgnoreCase))],
            Items = [.. source.Items.Where(one => name.Equals(one.GpoName, StringComparison.OrdinalIgnoreCase))],
            Diagnostics = [],
        }),
    ];

    public static bool IsDescription(Item item) => DescribingSpaces.Contains(item.Space, StringComparer.Ordinal);

    /// <summary>Whether both are one GPO, perhaps in two versions.</summary>
    public bool IsSame(PolicyObject other) => Id is { } mine && other.Id is { } theirs
        ? mine == theirs
        : Origin >= PolicyOrigin.Resultant && other.Origin >= PolicyOrigin.Resultant && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a half is switched off, so that nothing of it is applied.</summary>
    public bool IsOff(RegistryHalf half) =>
        Descriptions.Any(item => item.Find(half == RegistryHalf.Machine ? "computer-enabled" : "user-enabled")?.Value is SettingValue.Flag { Value: false });
}
