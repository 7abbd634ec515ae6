using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>
/// Whether a connection security rule makes Windows discard Remote Desktop packets until IPsec is negotiated
/// ([MS-GPFAS] 2.2.6.2). Proven only for a well-formed rule without any narrower scope; a rule that
/// may concern some clients is unknown.
/// </summary>
internal sealed class IpsecRuleDerivation : IFieldDerivation
{
    private static readonly string[] Proving = ["Secure", "SecureServer"];

    // Fields that narrow nothing: names, and the sets that say how to negotiate.
    private static readonly string[] Plain =
    [
        "Name",
        "Desc",
        "EmbedCtxt",
        "Auth1Set",
        "Auth2Set",
        "Crypto2Set",
        "Action",
        "Active",
        "Protocol",
        "EP1Port",
        "Profile",
    ];

    private static readonly string[] EveryProfile = ["Domain", "Private", "Public"];

    public string Kind => "ipsec-rule";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate)
    {
        if (field != "demands-security" || subject.Values is not [{ Observation: var observation, Address: var address }, ..])
        {
            return null;
        }

        ImmutableArray<Ground> places = [Ground.Stated(observation.Location, address)];
        var text = SettingConversion.ToText(observation.Value);
        var fields = text is null ? null : FirewallRuleField.Split(text);
        if (fields is not { } known)
        {
            return Fact.Unknown(UnknownReason.Unreadable, $"a readable rule {subject.Name}") with
            {
                Grounds = places,
                Because = $"connection security rule '{subject.Name}' is no text of the form v2.0|Action=…|",
            };
        }

        var (answer, because) = Judge(known, subject, estate);
        var named = $"connection security rule '{subject.Name}' {because}";
        return answer is { } sure
            ? Fact.Known(new FieldValue.Flag(sure)) with { Layer = IsLocal(subject) ? Layer.Local : Layer.Policy, Grounds = places, Because = named }
            : Fact.Unknown(UnknownReason.Unresolvable, "which clients and adapters the rule concerns") with { Grounds = places, Because = named };
    }

    private static (bool? Answer, string Because) Judge(ImmutableArray<FirewallRuleField> fields, Subject subject, IFactSource estate)
    {
        if (!Values("Active").Contains("TRUE", StringComparer.OrdinalIgnoreCase))
        {
            return (false, "is not active");
        }

        if (!Values("Action").Any(action => Proving.Contains(action, StringComparer.OrdinalIgnoreCase)))
        {
            return (Values("Action").Length == 1 ? false : null, "does not demand security of inbound packets");
        }

        if (Values("Protocol") is [var protocol] && protocol is not ("6" or "256"))
        {
            return (false, $"is for protocol {protocol}");
        }

        var ports = Values("EP1Port").Select(PortRange.TryParse).ToList();
        var machine = subject.Owner;
        int? port =
            machine is null ? null
            : estate.FactOf(machine, "rdp-port").Value is FieldValue.Number { Value: >= 0 and <= ushort.MaxValue and var number } ? (int)number
            : machine.Mode == JudgementMode.Stated ? 3389
            : null;
        if (ports.Count > 0 && !ports.Contains(null) && port is { } listening && !ports.Exists(range => range is { } covered && covered.Contains(listening)))
        {
            return (false, "is for other ports");
        }

        if (IsLocal(subject) && Merged(fields, subject, estate) is var merged && merged != true)
        {
            return (merged, "is local, and policy does not merge local rules in some profile");
        }

        if (
            (ports.Count > 0 && (ports.Contains(null) || port is null))
            || Values("Active").Length != 1
            || Values("Action").Length != 1
            || Values("Protocol").Length > 1)
        {
            return (null, "may concern the listener's port");
        }

        var narrowing = fields
            .Where(field => !Plain.Contains(field.BareName, StringComparer.OrdinalIgnoreCase))
            .Select(field => field.Name)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return narrowing.Count > 0 ? (null, $"demands security only within its {string.Join(", ", narrowing)}")
            : fields.Any(field => field.Is("Profile")) && machine?.Mode != JudgementMode.Stated && !CoversEveryProfile()
                ? (null, "demands security in some profiles")
            : (true, $"demands IPsec of inbound packets (Action={Values("Action")[0]})");

        string[] Values(string name) => [.. fields.Where(field => field.Is(name)).Select(field => field.Value)];

        bool CoversEveryProfile() => EveryProfile.All(profile => Values("Profile").Contains(profile, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether a local rule counts: in all of its profiles, in none, or in some.</summary>
    private static bool? Merged(ImmutableArray<FirewallRuleField> fields, Subject subject, IFactSource estate)
    {
        var named = fields.Where(field => field.Is("Profile")).Select(field => field.Value).ToList();
        var merges = estate.OfKind(FirewallProfileDerivation.Profile)
            .Where(profile => profile.Owner == subject.Owner && (named.Count == 0 || named.Contains(profile.Name, StringComparer.OrdinalIgnoreCase)))
            .Select(profile => estate.FactOf(profile, "firewall.allow-local-ipsec-merge").Value is FieldValue.Number { Value: 0 })
            .ToList();
        return merges.TrueForAll(forbidden => !forbidden) ? true : merges.TrueForAll(forbidden => forbidden) ? false : null;
    }

    private static bool IsLocal(Subject subject) => subject.Variables.GetValueOrDefault("layer") == "local";
}
