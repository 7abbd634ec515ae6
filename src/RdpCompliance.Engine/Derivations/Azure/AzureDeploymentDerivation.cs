using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Azure;

/// <summary>What is said once of all resources of a deployment together, because it is too little to be said of each.</summary>
internal sealed class AzureDeploymentDerivation : IFieldDerivation
{
    private const string Name = "azure-deployment";
    private const string Subnet = "Microsoft.Network/virtualNetworks/subnets";

    /// <summary>More names are not listed.</summary>
    private const int MostNames = 5;

    public string Kind => Name;

    public ImmutableArray<string> Keys => [];

    /// <summary>The one subject of this kind in a deployment, where there is anything that rules ask of it.</summary>
    /// <param name="kindOf">The kinds of the pack by their names.</param>
    /// <param name="resources">All subjects of the deployment.</param>
    public static IEnumerable<Subject> SubjectOf(Func<string, SubjectKind?> kindOf, ImmutableArray<Subject> resources) =>
        kindOf(Name) is { } kind && resources.FirstOrDefault(subject => subject.Kind.Name == Subnet) is { Deployment: { } deployment } first
            ? [new(kind, new SubjectId.Deployed(deployment.Id, Name.ToUpperInvariant(), "", 0), deployment.Name, first.Evidence, JudgementMode.InForce)
            {
                Deployment = deployment,
                Place = first.Place with { Length = 0 },
            }]
            : [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "subnets" => OfMachines(estate).Count() is > 0 and var count
            ? Fact.Known(new FieldValue.Number(count)) with { Grounds = [Ground.Thing(subject.Place)], Because = $"there are {count} subnets" }
            : Fact.Absent() with { Grounds = [Ground.Thing(subject.Place)], Because = "there are no subnets for machines" },
        "unguarded-subnets" => Unguarded(subject, estate),
        _ => null,
    };

    /// <summary>A subnet whose group is not known is none of them: it has one.</summary>
    private static Fact Unguarded(Subject subject, IFactSource estate)
    {
        var found = OfMachines(estate)
            .Where(subnet => estate.FactOf(subnet, "security-group-id") is { IsKnown: true, Value: null } && !HoldsOpenMachine(subnet, estate))
            .DistinctBy(subnet => subnet.Place)
            .ToList();
        if (found.Count == 0)
        {
            return Fact.Absent() with
            {
                Grounds = [Ground.Thing(subject.Place)],
                Because = "every subnet has a network security group, or another rule speaks of it",
            };
        }

        var names = found.Select(subnet => subnet.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var more = names.Count > MostNames ? $" and {names.Count - MostNames} more" : "";
        return Fact.Known(new FieldValue.List([.. found.Select(subnet => new FieldValue.Text(subnet.Name))])) with
        {
            Grounds =
            [
                .. found
                    .SelectMany(subnet => estate.FactOf(subnet, "security-group-id").Grounds.Take(1))
                    .Select((place, index) => index == 0 ? place : place with { Text = "this one too" }),
            ],
            Because = $"{string.Join(", ", names.Take(MostNames))}{more} {(names.Count == 1 ? "has" : "have")} no network security group",
        };
    }

    private static IEnumerable<Subject> OfMachines(IFactSource estate) => estate.OfKind(Subnet)
        .Where(subnet => subnet.Resource is { IsExisting: false } && IsAbsent(subnet, "service", estate) && IsAbsent(subnet, "delegations", estate));

    private static bool HoldsOpenMachine(Subject subnet, IFactSource estate) => (estate.Related(subnet, "network-interfaces")?.Members ?? [])
        .Any(nic => IsAbsent(nic, "security-group-id", estate) && estate.Related(nic, "virtual-machines")?.Members is [_, ..]);

    private static bool IsAbsent(Subject subject, string field, IFactSource estate) => estate.FactOf(subject, field) is { IsKnown: true, Value: null };
}
