using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>
/// What a machine's firewall does with Remote Desktop over all profiles that may be active: one that lets it
/// in is enough. A GPO by itself is judged in the domain profile, because the machines that it
/// reaches are members of a domain. Also how many values the keys of the rules hold.
/// </summary>
internal sealed class MachineFirewallDerivation : IFieldDerivation
{
    public string Kind => SubjectKind.Machine;

    public ImmutableArray<string> Keys => [FirewallKeys.AppRules.ToString(), FirewallKeys.Notifications.ToString()];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "inbound-tcp" => Verdict(subject, FirewallPacket.Tcp, estate).AsFate(),
        "inbound-udp" => Verdict(subject, FirewallPacket.Udp, estate).AsFate(),
        "inbound-shortpath" => Verdict(subject, FirewallPacket.Udp, estate, "virtual-desktop.shortpath-port").AsFate(),
        "inbound-tcp-by" => Verdict(subject, FirewallPacket.Tcp, estate).AsReason(),
        "inbound-tcp-from" => Verdict(subject, FirewallPacket.Tcp, estate).AsSenders(),
        "firewall-rule-values" => Count(subject, FirewallKeys.LocalRules),
        "app-rule-values" => Count(subject, FirewallKeys.AppRules),
        "notification-values" => Count(subject, FirewallKeys.Notifications),
        _ => null,
    };

    private static FirewallVerdict Verdict(Subject machine, int protocol, IFactSource estate, string portSetting = "rdp-port")
    {
        var profiles = estate.OfKind(FirewallProfileDerivation.Profile).Where(profile => profile.Owner == machine).ToList();
        if (machine.Mode == JudgementMode.Stated)
        {
            return profiles.Find(profile => profile.Name == "domain") is { } domain
                ? FirewallProfileDerivation.Verdict(domain, protocol, estate, portSetting)
                : FirewallVerdict.NotKnown(Fact.Unknown(UnknownReason.NotCollected, "the profiles of the firewall"));
        }

        var active = profiles
            .Select(profile => (Profile: profile, IsActive: estate.FactOf(profile, "active")))
            .Where(one => one.IsActive is not { Value: FieldValue.Flag { Value: false } })
            .ToList();
        var verdicts = active.ConvertAll(one => (one.IsActive, Verdict: FirewallProfileDerivation.Verdict(one.Profile, protocol, estate, portSetting)));
        if (verdicts is [])
        {
            return FirewallVerdict.NotKnown(Fact.Unknown(UnknownReason.NotCollected, "a connected network (Get-NetConnectionProfile)"));
        }

        if (verdicts.Find(one => one is { IsActive.IsKnown: true, Verdict: { IsKnown: true, Fate: PacketFate.Allow } }) is { Verdict: { } allowed })
        {
            return allowed;
        }

        if (verdicts.Find(one => !one.Verdict.IsKnown) is { Verdict: { } unknown })
        {
            return unknown;
        }

        var refusing = verdicts.Where(one => one.Verdict.Fate != PacketFate.Allow).OrderBy(one => one.Verdict.Reason).Select(one => one.Verdict).ToList();
        return refusing.Count == 0 ? verdicts[0].Verdict
            : refusing.Count == verdicts.Count ? refusing[0]
            : FirewallVerdict.NotKnown(verdicts.Find(one => !one.IsActive.IsKnown).IsActive);
    }

    /// <summary>The number of values directly in a key.</summary>
    private static Fact Count(Subject machine, RegistryKey key)
    {
        if (!machine.Evidence.Covers(key))
        {
            return Fact.Unknown(UnknownReason.NotCollected, key.ToString());
        }

        var count = machine
            .Evidence.In(key)
            .Select(one => one.Address.Name)
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .LongCount();
        var place = machine.Evidence.PlaceOf(key) ?? machine.Place;
        return Fact.Known(new FieldValue.Number(count)) with
        {
            Grounds = [Ground.Absent(place, new Address.WholeKey(key))],
            Because = $"{key} holds {count} values",
        };
    }
}
