using System.Collections.Immutable;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Azure;

/// <summary>What is said once of all Azure resources together, because it is too little to be said of each.</summary>
internal sealed class AzureEstateDerivation : IFieldDerivation
{
    private const string Subnet = "Microsoft.Network/virtualNetworks/subnets";

    /// <summary>More names are not listed.</summary>
    private const int MostNames = 5;

    public string Kind => "azure-estate";

    public ImmutableArray<string> Keys => [];

    /// <summary>The one subject of this kind, where there is anything that rules ask of it.</summary>
    public static IEnumerable<Subject> SubjectOf(Pack pack, IReadOnlyList<Subject> subjects) =>
        pack.Kind("azure-estate") is { } kind && subjects.FirstOrDefault(subject => subject.Kind.Name == Subnet) is { } first
            ? [new(kind, "all subnets", new EvidenceIndex([]), JudgementMode.InForce) { Place = first.Place with { Length = 0 } }]
            : [];

    public Fact? Derive(Subject subject, string field, Estate estate) => field switch
    {
        "subnets" => OfMachines(estate).Count() is > 0 and var count
            ? Fact.Known(new FieldValue.Number(count)) with { Places = [new(subject.Place, null, "")], Because = $"there are {count} subnets" }
            : Fact.Absent() with { Places = [new(subject.Place, null, "")], Because = "there are no subnets for machines" },
        "unguarded-subnets" => Unguarded(subject, estate),
        _ => null,
    };

    /// <summary>A subnet whose group is not known is none of them: it has one.</summary>
    private static Fact Unguarded(Subject subject, Estate estate)
    {
        var found = OfMachines(estate)
            .Where(subnet => estate.FactOf(subnet, "security-group-id") is { IsKnown: true, Value: null } && !HoldsOpenMachine(subnet, estate))
            .DistinctBy(subnet => subnet.Place)
            .ToList();
        if (found.Count == 0)
        {
            return Fact.Absent() with { Places = [new(subject.Place, null, "")], Because = "every subnet has a network security group, or another rule speaks of it" };
        }

        var names = found.Select(subnet => subnet.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var more = names.Count > MostNames ? $" and {names.Count - MostNames} more" : "";
        return Fact.Known(new FieldValue.List([.. found.Select(subnet => new FieldValue.Text(subnet.Name))])) with
        {
            Places = [.. found.SelectMany(subnet => estate.FactOf(subnet, "security-group-id").Places.Take(1)).Select((place, index) => place with { Text = index == 0 ? "" : "this one too" })],
            Because = $"{string.Join(", ", names.Take(MostNames))}{more} {(names.Count == 1 ? "has" : "have")} no network security group",
        };
    }

    private static IEnumerable<Subject> OfMachines(Estate estate) => estate.OfKind(Subnet)
        .Where(subnet => subnet.Resource is { IsExisting: false } && IsAbsent(subnet, "service", estate) && IsAbsent(subnet, "delegations", estate));

    private static bool HoldsOpenMachine(Subject subnet, Estate estate) => (estate.Related(subnet, "network-interfaces")?.Members ?? [])
        .Any(nic => IsAbsent(nic, "security-group-id", estate) && estate.Related(nic, "virtual-machines")?.Members is [_, ..]);

    private static bool IsAbsent(Subject subject, string field, Estate estate) => estate.FactOf(subject, field) is { IsKnown: true, Value: null };
}
