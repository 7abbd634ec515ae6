using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>Reads the rules of network security groups out of subjects.</summary>
internal static class SecurityRuleReading
{
    /// <summary>The fields that decide what a rule takes, in the order in which a reader would ask for them.</summary>
    public static ImmutableArray<string> Fields { get; } =
    ["sources", "destination-ports", "access", "direction", "protocol", "priority", "source-ports", "destinations"];

    public static SecurityRule Read(Subject rule, IFactSource estate)
    {
        var sourceGroups = Groups(rule, "sourceApplicationSecurityGroups");
        var destinationGroups = Groups(rule, "destinationApplicationSecurityGroups");
        return new(rule.Name)
        {
            Subject = rule,
            IsCertain = rule.Resource?.Condition == DeploymentCondition.True,
            Access = Text("access")?.ToUpperInvariant() switch { "ALLOW" => RuleAccess.Allow, "DENY" => RuleAccess.Deny, _ => null },
            IsInbound = Text("direction")?.ToUpperInvariant() switch { "INBOUND" => true, "OUTBOUND" => false, _ => null },
            Priority = long.TryParse(Text("priority"), NumberStyles.None, CultureInfo.InvariantCulture, out var priority) ? priority : null,
            Protocol = Text("protocol"),
            Sources = List("sources", sourceGroups.Known.IsEmpty ? Terms.NotKnown : Terms.Nothing),
            SourceGroups = sourceGroups,
            SourcePorts = List("source-ports", Terms.Everything),
            Destinations = List("destinations", destinationGroups.Known.IsEmpty ? Terms.Everything : Terms.Nothing),
            DestinationGroups = destinationGroups,
            DestinationPorts = List("destination-ports", Terms.NotKnown),
        };

        string? Text(string field) => estate.FactOf(rule, field).Value?.ToString();

        Terms List(string field, Terms absent) => estate.FactOf(rule, field) switch
        {
            { Value: FieldValue.List list } => Terms.Of([.. list.Values.Select(value => value.ToString())]),
            { Value: { } one } => Terms.Of(one.ToString()),
            { IsKnown: true } => absent,
            _ => Terms.NotKnown,
        };
    }

    /// <summary>The rules of a group, and why there may be more; <see langword="null"/> when these are all.</summary>
    public static GroupRules OfGroup(Subject group, IFactSource estate)
    {
        return group.Deployment?.Remember(group, Read) ?? Read();

        GroupRules Read()
        {
            var related = estate.Related(group, "rules");
            return new(
                [.. (related?.Members ?? []).Select(rule => SecurityRuleReading.Read(rule, estate))],
                related is null ? Fact.Unknown(UnknownReason.NotCollected, $"the rules of {group}") : related.Incomplete);
        }
    }

    /// <summary>All rules of the group that a rule belongs to, its own among them; a group that is deployed elsewhere may have others.</summary>
    public static GroupRules Around(Subject rule, IFactSource estate)
    {
        if (estate.Related(rule, "security-group")?.Members is [var group, ..])
        {
            return OfGroup(group, estate);
        }

        var parent = rule.Resource?.Id is { } id ? Deployment.ParentId(id) : null;
        var siblings = parent is null ? [rule] : rule.Deployment?.ChildrenOf(parent, AzureKinds.SecurityRule).ToList() ?? [rule];
        return siblings is [var first, ..] ? rule.Deployment?.Remember(first, Read) ?? Read() : Read();

        // The first stands for all of them, so that they are read once.
        GroupRules Read() => new(
            [.. siblings.Select(sibling => SecurityRuleReading.Read(sibling, estate))],
            Fact.Unknown(UnknownReason.NotCollected, $"the other rules of the network security group of {rule}"));
    }

    /// <summary>The first field of a rule that is not known; <see langword="null"/> when all are.</summary>
    public static Fact? Doubt(GroupRules group, IFactSource estate) =>
        group
            .Rules.Select(rule => rule.Subject)
            .OfType<Subject>()
            .Select(rule => SecurityRuleDerivation.UnknownField(rule, estate))
            .FirstOrDefault(fact => fact is not null);

    /// <summary>Ids of application security groups; a pattern is an id too.</summary>
    private static Terms Groups(Subject rule, string member)
    {
        var ids = rule.Resource is { } resource ? ResourceShape.At(resource.Body, $"{member}.id").Select(ResourceShape.TextOf).ToList() : [];
        return new([.. ids.OfType<string>()], !ids.Contains(null));
    }
}

/// <summary>The rules of a network security group, as far as they are in view.</summary>
/// <param name="Incomplete">Why there may be more; <see langword="null"/> when these are all.</param>
internal sealed record GroupRules(ImmutableArray<SecurityRule> Rules, Fact? Incomplete)
{
    private readonly Dictionary<Subject, SecurityRule> _bySubject = BySubject(Rules);

    /// <summary>What each of them lets in from the Internet.</summary>
    public GroupExposure Exposure { get; } = new(Rules, NetworkSpace.Unknown);

    public SecurityRule? Of(Subject subject) => _bySubject.GetValueOrDefault(subject);

    private static Dictionary<Subject, SecurityRule> BySubject(ImmutableArray<SecurityRule> rules)
    {
        var found = new Dictionary<Subject, SecurityRule>(ReferenceEqualityComparer.Instance);
        foreach (var rule in rules)
        {
            if (rule.Subject is { } subject)
            {
                found[subject] = rule;
            }
        }

        return found;
    }
}
