using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>The fields of a profile: whether a connected network has it, and what becomes of the first packet of a Remote Desktop connection in it.</summary>
internal sealed class FirewallProfileDerivation : IFieldDerivation
{
    public const string Profile = "firewall";
    private const string NetworkSpace = "network-profile";
    private const string ProfileSpace = "firewall-profile";
    private const long BuiltInPort = 3389;
    private const long Disabled = 4;

    /// <summary>The first build whose service listens itself: Windows 8.</summary>
    private const long ServiceListens = 9200;

    public string Kind => Profile;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "name" => Fact.Known(new FieldValue.Text(subject.Name)),
        "active" => Active(subject),
        "standard-profile-applies" => StandardProfileApplies(subject),
        "inbound-tcp" => Verdict(subject, FirewallPacket.Tcp, estate).AsFate(),
        "inbound-udp" => Verdict(subject, FirewallPacket.Udp, estate).AsFate(),
        "inbound-tcp-by" => Verdict(subject, FirewallPacket.Tcp, estate).AsReason(),
        "inbound-udp-by" => Verdict(subject, FirewallPacket.Udp, estate).AsReason(),
        "lets-out" => LetsOut(new(subject, estate)),
        _ => null,
    };

    /// <param name="portSetting">The setting of the machine that holds the port.</param>
    public static FirewallVerdict Verdict(Subject profile, int protocol, IFactSource estate, string portSetting = "rdp-port")
    {
        if (profile.Owner is not { } machine)
        {
            return FirewallVerdict.NotKnown(Fact.Unknown(UnknownReason.NotCollected, "the machine of the profile"));
        }

        foreach (var start in new[] { estate.FactOf(machine, "service-start.mpssvc"), estate.FactOf(machine, "service-start.bfe") })
        {
            if (start.Value is FieldValue.Number { Value: Disabled })
            {
                return FirewallVerdict.NotKnown(
                    Fact.Unknown(UnknownReason.Unresolvable, "a firewall service that runs") with
                    {
                        Grounds = start.Grounds,
                        Because = $"{start.Because}, so no filter can be relied on",
                    });
            }
        }

        return RuleStore
            .Of(machine, estate)
            .VerdictOf(profile, protocol, portSetting, store =>
            {
                var state = new ProfileState(profile, estate);
                var packet = new FirewallPacket(state.Profile, protocol, PortOf(machine, estate, portSetting))
                {
                    IsHeardByKernel = IsHeardByKernel(machine, estate),
                };
                return new PacketJudge(profile, state, store, packet).Judge();
            });
    }

    /// <summary>A GPO by itself does not state the port; the one that it can mean is the built-in one.</summary>
    private static int? PortOf(Subject machine, IFactSource estate, string setting) =>
        (estate.FactOf(machine, setting).Value, machine.Mode) switch
        {
            (FieldValue.Number { Value: >= 0 and <= ushort.MaxValue and var port }, _) => (int)port,
            (_, JudgementMode.Stated) => (int)BuiltInPort,
            _ => null,
        };

    private static bool? IsHeardByKernel(Subject machine, IFactSource estate) => (estate.FactOf(machine, "os.build").Value, machine.Mode) switch
    {
        (FieldValue.Number { Value: var build }, _) => build < ServiceListens,
        (_, JudgementMode.Stated) => false,
        _ => null,
    };

    /// <summary>A firewall that is off lets everything out, whatever its default action says.</summary>
    private static Fact LetsOut(ProfileState state) => (state.IsOn.Value, state.LetsUnnamedOut.Value) switch
    {
        (false, _) => Flag(true, state.IsOn.Fact),
        (_, true) => Flag(true, state.LetsUnnamedOut.Fact),
        (true, false) => Flag(false, state.LetsUnnamedOut.Fact),
        (null, _) => state.IsOn.Fact,
        _ => state.LetsUnnamedOut.Fact,
    };

    private static Fact Flag(bool value, Fact because) => Fact.Known(new FieldValue.Flag(value)) with
    {
        Layer = because.Layer,
        IsStated = because.IsStated,
        Grounds = because.Grounds,
        Because = because.Because,
        Unless = because.Unless,
    };

    /// <summary>
    /// The category of a network tells its profile; which networks are connected tells only a
    /// listing of them. In a GPO by itself every profile is taken as active.
    /// </summary>
    private static Fact Active(Subject subject)
    {
        if (subject.Mode == JudgementMode.Stated)
        {
            return Fact.Known(new FieldValue.Flag(true)) with { Grounds = [Ground.Thing(subject.Place)], Because = "a GPO reaches networks of every profile" };
        }

        if (
            subject
                .Evidence.ItemsIn(ProfileSpace)
                .FirstOrDefault(one => one.Item.Name.Equals(subject.Name, StringComparison.OrdinalIgnoreCase))
                ?.Item.Find("active") is
            { Value: SettingValue.Flag flag } listed)
        {
            return Fact.Known(new FieldValue.Flag(flag.Value)) with
            {
                Grounds = [Ground.Stated(listed.Location, new Address.Item(ProfileSpace, subject.Name, "active"))],
                Because = $"the {subject.Name} profile is {(flag.Value ? "" : "not ")}active",
            };
        }

        var networks = subject.Evidence.ItemsIn(NetworkSpace).Select(one => one.Item).Where(item => item.Find("category") is not null).ToList();
        if (networks.Find(network => network.Find("category")?.Value.ToString() == subject.Name) is { } connected && connected.Find("category") is { } category)
        {
            return Fact.Known(new FieldValue.Flag(true)) with
            {
                Grounds = [Ground.Stated(category.Location, new Address.Item(NetworkSpace, connected.Name, "category"))],
                Because = $"the network at '{connected.Name}' is {subject.Name}",
            };
        }

        // Get-NetConnectionProfile lists every connected network.
        return networks is [var other, ..]
            ? Fact.Known(new FieldValue.Flag(false)) with { Grounds = [Ground.Thing(other.Location)], Because = $"no connected network is {subject.Name}" }
            : Fact.Unknown(UnknownReason.NotCollected, "the categories of the connected networks (Get-NetConnectionProfile)");
    }

    /// <summary>
    /// WindowsFirewall.admx writes StandardProfile, which counts for private and public only where neither has a policy key of its own ([MS-GPFAS] 2.2.3).
    /// </summary>
    private static Fact StandardProfileApplies(Subject subject)
    {
        var own = subject
            .Evidence.ChildrenOf(FirewallKeys.Policy)
            .Where(name =>
                name.Equals("PrivateProfile", StringComparison.OrdinalIgnoreCase) || name.Equals("PublicProfile", StringComparison.OrdinalIgnoreCase))
            .ToList();
        var applies = own.Count == 0 || subject.Name == "domain";
        return Fact.Known(new FieldValue.Flag(applies)) with
        {
            Grounds = [Ground.Thing(subject.Place)],
            Because = applies ? "the older policy counts in this profile" : $"the policy has {string.Join(" and ", own)}, so StandardProfile does not count",
        };
    }
}
