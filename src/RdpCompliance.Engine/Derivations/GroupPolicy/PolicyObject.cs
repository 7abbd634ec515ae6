using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects;

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
    /// <summary>"Default Domain Policy" and "Default Domain Controllers Policy" ([MS-GPOD] 1.1.4): every domain has them.</summary>
    private static readonly Guid[] DefaultIds = [new("31B2F340-016D-11D2-945F-00C04FB984F9"), new("6AC1786C-016F-11D2-945F-00C04FB984F9")];

    /// <summary>Spaces of items that speak of GPOs and not of machines.</summary>
    private static readonly string[] DescribingSpaces = ["gpo", "gpo-link", "inherited-gpo-link", "som"];

    public PolicyOrigin Origin { get; } = origin;

    public PolicyTime Time { get; } = time;

    public string Name { get; } = name;

    public Guid? Id { get; } = id;

    /// <summary>The name of its domain; <see langword="null"/> when no source says it.</summary>
    public string? Domain { get; init; }

    /// <summary>The folder or file that holds it; of several, the first.</summary>
    public string Root { get; init; } = name;

    /// <summary>Its name in a file that holds several GPOs; <see langword="null"/> elsewhere.</summary>
    public string? Part { get; init; }

    /// <summary>Whether the inputs hold another version of it, which states something else.</summary>
    public bool IsOneOfSeveral { get; init; }

    public ImmutableArray<SourceEvidence> Evidence { get; } = evidence;

    /// <summary>Domain and id where they are known, else where it lies.</summary>
    public SubjectId SubjectId => Id is { } known
        ? new SubjectId.Gpo((Domain ?? "").ToUpperInvariant(), known, IsOneOfSeveral ? Root.ToUpperInvariant() : null)
        : new SubjectId.UnnumberedGpo(Root.ToUpperInvariant(), Part?.ToUpperInvariant());

    /// <summary>How sentences name it.</summary>
    public string Title => Origin switch
    {
        PolicyOrigin.Withdrawn => $"the new version of GPO '{Name}', which no longer states it",
        PolicyOrigin.ImportedFile => $"'{Name}'",
        _ => $"GPO '{Name}'",
    };

    /// <summary>What reports say of the GPO itself.</summary>
    public IEnumerable<Item> Descriptions => Evidence.SelectMany(source => source.Items).Where(item => item.Space == "gpo");

    /// <summary>
    /// The GPOs of the inputs in the order of their sources: files of one root are one, and so are roots of
    /// one domain and id. Roots of one GPO that contradict each other are versions of it,
    /// and nobody knows which is in force, so that each stands by itself.
    /// </summary>
    public static ImmutableArray<PolicyObject> AllOf(IEnumerable<SourceEvidence> evidence, PolicyTime time)
    {
        var all = new List<List<PolicyObject>>();
        foreach (
            var root in evidence
                .Where(source => source.Origin is Origin.GroupPolicy)
                .GroupBy(source => ((Origin.GroupPolicy)source.Origin).Root, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var one in OfRoot(root.Key, [.. root], time))
            {
                if (all.Find(versions => versions[0].IsSame(one) && one.Id is not null) is { } versions)
                {
                    versions.Add(one);
                }
                else
                {
                    all.Add([one]);
                }
            }
        }

        return [.. all.SelectMany(Together)];
    }

    private static IEnumerable<PolicyObject> OfRoot(string root, ImmutableArray<SourceEvidence> evidence, PolicyTime time)
    {
        foreach (var (part, sources) in ByName(evidence))
        {
            var origins = sources.Select(source => (Origin.GroupPolicy)source.Origin).ToList();
            var described = sources.SelectMany(source => source.Items).FirstOrDefault(item => item.Space == "gpo");
            var id = part is null ? origins.Find(origin => origin.Id is not null)?.Id : null;
            id ??= Guid.TryParse(described?.Name, out var found) ? found : null;
            var name = part ?? origins.Find(origin => origin.Name is not null)?.Name ?? described?.Find("display-name")?.Value.ToString();
            yield return new(PolicyOrigin.Gpo, time, name ?? root, id, sources)
            {
                Root = root,
                Part = part,
                Domain = described?.Find("domain")?.Value.ToString(),
            };
        }
    }

    private static IEnumerable<PolicyObject> Together(List<PolicyObject> versions)
    {
        if (versions.Count == 1)
        {
            return versions;
        }

        var indexes = versions.ConvertAll(one => new EvidenceIndex(one.Evidence));
        for (var index = 1; index < versions.Count; index++)
        {
            if (indexes.Take(index).Any(other => Disagree(indexes[index], other)))
            {
                return versions.Select(one => new PolicyObject(one.Origin, one.Time, one.Name, one.Id, one.Evidence)
                {
                    Root = one.Root,
                    Part = one.Part,
                    Domain = one.Domain,
                    IsOneOfSeveral = true,
                });
            }
        }

        // The name of a folder gives way to the name that a report has.
        var named = versions.Find(one => one.Name != one.Root) ?? versions[0];
        return
        [
            new(named.Origin, named.Time, named.Name, named.Id, [.. versions.SelectMany(one => one.Evidence)])
            {
                Root = versions[0].Root,
                Domain = versions.Find(one => one.Domain is not null)?.Domain,
            },
        ];
    }

    /// <summary>Whether both state one registry value or one field of an item, and differently.</summary>
    private static bool Disagree(EvidenceIndex one, EvidenceIndex other) =>
        one.Evidence.SelectMany(source => source.Observations).Any(observation =>
            observation.Address is Address.Registry address
            && other.At(address) is { Count: > 0 } found
            && !found.Any(same => same.Observation.Action == observation.Action && same.Observation.Value.IsSameAs(observation.Value)))
        || one.Evidence.SelectMany(source => source.Items).Where(item => !IsDescription(item)).Any(item =>
            item.Fields.Any(field => other.ItemsNamed(item.Space, item.Name) is { Count: > 0 } found
                && found.Select(same => same.Item.Find(field.Name)).OfType<ItemField>().ToList() is { Count: > 0 } stated
                && !stated.Exists(same => same.Value.IsSameAs(field.Value))));

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
        ? mine == theirs && IsOneDomain(mine, other)
        : Origin >= PolicyOrigin.Resultant && other.Origin >= PolicyOrigin.Resultant && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// An id is made for one GPO, so that a domain which only one of the two names is that of both; those that every domain has need both, or one place.
    /// </summary>
    private bool IsOneDomain(Guid id, PolicyObject other) => Domain is { } mine && other.Domain is { } theirs
        ? mine.Equals(theirs, StringComparison.OrdinalIgnoreCase)
        : !DefaultIds.Contains(id) || Time != other.Time || (Domain is null && other.Domain is null);

    /// <summary>Whether a half is switched off, so that nothing of it is applied.</summary>
    public bool IsOff(RegistryHalf half) =>
        Descriptions.Any(item => item.Find(half == RegistryHalf.Machine ? "computer-enabled" : "user-enabled")?.Value is SettingValue.Flag { Value: false });
}
