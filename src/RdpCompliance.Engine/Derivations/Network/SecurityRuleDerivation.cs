using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>What a rule of a network security group does to Remote Desktop from the Internet, among the rules beside it.</summary>
internal sealed class SecurityRuleDerivation : IFieldDerivation
{
    /// <summary>What Azure takes no rule without.</summary>
    private static readonly string[] Demanded = ["access", "direction", "protocol", "priority", "destination-ports", "sources"];

    public string Kind => AzureKinds.SecurityRule;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => Derive(subject, field, null, estate);

    public Fact? Derive(Subject subject, string field, FieldValue? argument, IFactSource estate) => field switch
    {
        "internet-exposure" => Exposure(subject, FlowOf(argument), estate),
        "takes-remote-desktop" => Takes(subject, FlowOf(argument), estate),
        "names-client-ports" => FromClient(subject, estate),
        "destination-reach" => Reach(subject, estate),
        "shadowed-by" => ShadowedBy(subject, FlowOf(argument), estate),
        _ => null,
    };

    public static PacketFlow FlowOf(FieldValue? port) =>
        new("Tcp", port is FieldValue.Number { Value: > 0 and <= ushort.MaxValue } number ? (int)number.Value : AzureKinds.RemoteDesktopPort);

    /// <summary>The first of the rule's fields that is not known, among those that can decide.</summary>
    public static Fact? UnknownField(Subject rule, IFactSource estate) =>
        SecurityRuleReading.Fields.Select(field => estate.FactOf(rule, field)).FirstOrDefault(fact => !fact.IsKnown)
        ?? Demanded
            .Select(field => estate.FactOf(rule, field))
            .Where(fact => fact.Value is null)
            .Select(fact => Fact.Unknown(UnknownReason.WrongType, "what Azure would take") with { Grounds = fact.Grounds, Because = fact.Because })
            .FirstOrDefault();

    private static Fact Exposure(Subject subject, PacketFlow flow, IFactSource estate)
    {
        var around = SecurityRuleReading.Around(subject, estate);
        if (around.Of(subject) is not { } rule || rule.Access == RuleAccess.Deny || rule.IsInbound == false)
        {
            return Fact.Known(new FieldValue.Text("none")) with { Grounds = [Ground.Thing(subject.Place)], Because = $"{subject.Name} lets nothing in" };
        }

        var exposure = around.Exposure.Of(rule, flow);
        if (exposure.AsField() is not { } value)
        {
            return Doubt(subject, rule, around.Rules, estate);
        }

        var sources = estate.FactOf(subject, "sources");
        return Fact.Known(value) with
        {
            Grounds =
            [
                .. sources.Grounds,
                .. estate
                    .FactOf(subject, "destination-ports")
                    .Grounds.Select(place => place with { Text = $"for {flow.Protocol.ToUpperInvariant()} {flow.Port}" }),
            ],
            Because =
                exposure == InternetExposure.None
                    ? $"{subject.Name} lets nobody of the Internet in at {flow.Port}"
                    : $"it lets '{sources.Value}' in at {flow.Protocol.ToUpperInvariant()} {flow.Port}",
            Unless = around.Incomplete is null ? [] : [new(UnknownReason.NotCollected, "the other rules of the group")],
        };
    }

    /// <summary>Why it is not known: an unknown field of its own, one of a rule before it, or a service tag whose addresses no source lists.</summary>
    private static Fact Doubt(Subject subject, SecurityRule rule, ImmutableArray<SecurityRule> rules, IFactSource estate)
    {
        if (UnknownField(subject, estate) is { } own)
        {
            return own;
        }

        if (
            estate.FactOf(subject, "sources") is var sources
            && rule.Sources.Known.Any(NetworkSpace.IsTag)
            && rule.Sources.Addresses.All(term => term.Addresses is null))
        {
            return Fact.Unknown(UnknownReason.Unresolvable, "the addresses of the service tag, which no input lists") with
            {
                Grounds = sources.Grounds,
                Because = sources.Because,
            };
        }

        return rules
            .Where(one => !ReferenceEquals(one, rule))
            .Select(one => one.Subject)
            .OfType<Subject>()
            .Select(other => UnknownField(other, estate))
            .OfType<Fact>()
            .FirstOrDefault()
            ?? Fact.Unknown(UnknownReason.Unresolvable, "whether a rule before it takes the packets") with
            {
                Grounds = sources.Grounds,
                Because = $"a rule before {subject.Name} may deny it",
            };
    }

    /// <summary>Whether it is about the port at all, wherever packets come from.</summary>
    private static Fact Takes(Subject subject, PacketFlow flow, IFactSource estate)
    {
        var rule = SecurityRuleReading.Read(subject, estate) with { IsCertain = true, SourcePorts = Terms.Everything };
        return rule.Takes(flow) switch
        {
            Truth.Unknown => UnknownField(subject, estate)
                ?? Fact.Unknown(UnknownReason.WrongType, "ports as Azure takes them") with
                {
                    Grounds = estate.FactOf(subject, "destination-ports").Grounds,
                },
            var truth => Fact.Known(new FieldValue.Flag(truth == Truth.True)) with
            {
                Grounds = estate.FactOf(subject, "destination-ports").Grounds,
                Because = estate.FactOf(subject, "destination-ports").Because,
            },
        };
    }

    private static Fact FromClient(Subject subject, IFactSource estate)
    {
        var ports = estate.FactOf(subject, "source-ports");
        return ports.IsKnown
            ? Fact.Known(new FieldValue.Flag(SecurityRuleReading.Read(subject, estate).IsFromClient() == Truth.True)) with
            {
                Grounds = ports.Grounds,
                Because = ports.Because,
            }
            : ports;
    }

    /// <summary>
    /// Whether a packet can have the destination at all: groups see private addresses, after
    /// address translation. A destination that an input gives is taken for one.
    /// </summary>
    private static Fact Reach(Subject subject, IFactSource estate)
    {
        var destinations = estate.FactOf(subject, "destinations");
        var rule = SecurityRuleReading.Read(subject, estate);
        return destinations.IsKnown
            ? Fact.Known(new FieldValue.Text(DestinationPoints.IsForNobody(rule) ? "public" : "private")) with
            {
                Grounds = destinations.Grounds,
                Because = destinations.Because,
            }
            : Fact.Unknown(UnknownReason.NotCollected, destinations.Need) with
            {
                Grounds = destinations.Grounds,
                Because = destinations.Because,
            };
    }

    /// <summary>A rule of higher precedence that decides otherwise about every packet that this one takes; absent when there is none.</summary>
    private static Fact ShadowedBy(Subject subject, PacketFlow flow, IFactSource estate)
    {
        var around = SecurityRuleReading.Around(subject, estate);
        if (around.Of(subject) is not { Priority: { } priority, Access: { } access } rule
            || rule.Takes(flow) == Truth.False || !rule.Sources.AreComplete || around.Exposure.SendersOf(rule).May is not { IsEmpty: false } wanted)
        {
            return Fact.Absent() with { Grounds = [Ground.Thing(subject.Place)], Because = $"no rule stands before {subject.Name}" };
        }

        var otherwise = access == RuleAccess.Allow ? RuleAccess.Deny : RuleAccess.Allow;
        var before = around.Exposure.Taking(flow, otherwise, wanted).FirstOrDefault(other => other.Priority < priority && IsForAllOf(other, rule));
        return before is { Subject: { } found }
            ? Fact.Known(new FieldValue.Text(before.Name)) with
            {
                Grounds = estate
                    .FactOf(subject, "priority")
                    .Grounds.AddRange(estate.FactOf(found, "priority").Grounds.Select(place => place with { Text = $"'{before.Name}' comes first" })),
                Because = $"'{before.Name}' takes all its packets first",
            }
            : Fact.Absent() with
            {
                Grounds = [Ground.Thing(subject.Place)],
                Because = $"no rule takes all packets before {subject.Name}",
            };
    }

    private static bool IsForAllOf(SecurityRule wide, SecurityRule narrow) =>
        wide.IsFor(new Destination.Elsewhere()) == Truth.True
        || (
            narrow.Destinations is { AreComplete: true, Known.IsEmpty: false }
            && narrow.DestinationGroups.Known.IsEmpty
            && narrow.Destinations.Known.All(term => wide.Destinations.Known.Contains(term, StringComparer.OrdinalIgnoreCase)));
}
