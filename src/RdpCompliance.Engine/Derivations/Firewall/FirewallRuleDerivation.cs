using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>The fields of a firewall rule, each placed at the rule.</summary>
internal sealed class FirewallRuleDerivation : IFieldDerivation
{
    private const int RemoteDesktopPort = 3389;
    private const string Client = "mstsc.exe";

    public string Kind => RuleStore.Kind;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate)
    {
        var stated = RuleStore.RuleOf(subject, estate);
        var rule = stated.Rule;
        if (field == "outbound-fit")
        {
            return OutboundFit(stated);
        }

        (RuleParts Part, FieldValue? Value)? answer = field switch
        {
            "enabled" => (RuleParts.Active, new FieldValue.Flag(rule.IsActive)),
            "direction" => (RuleParts.Direction, Text(rule.Direction)),
            "action" => (RuleParts.Action, Text(rule.Action)),
            "protocol" => (
                RuleParts.Protocol,
                new FieldValue.Text(
                    rule.Protocol switch
                    {
                        null => "any",
                        FirewallPacket.Tcp => "tcp",
                        FirewallPacket.Udp => "udp",
                        { } number => number.ToString(CultureInfo.InvariantCulture),
                    })),
            "local-ports" => (RuleParts.LocalPorts, SettingConversion.ToList(rule.LocalPorts.Select(range => range.ToString()))),
            "remote-addresses" => (RuleParts.Scope, SettingConversion.ToList(rule.RemoteAddresses.DefaultIfEmpty("any"))),
            "profiles" => (RuleParts.Profiles, SettingConversion.ToList(Names(rule.Profiles))),
            "layer" => (RuleParts.None, Text(stated.Store)),
            "app" => (RuleParts.Program, rule.Program is { } program ? new FieldValue.Text(program) : null),
            "service" => (RuleParts.Program, rule.Service is { } service ? new FieldValue.Text(service) : null),
            _ => null,
        };
        if (answer is not { } known)
        {
            return null;
        }

        if ((rule.Unknown & known.Part) != RuleParts.None)
        {
            var flaw = rule.Flaws.First(flaw => (flaw.Parts & known.Part) != RuleParts.None);
            return Fact.Unknown(flaw.Reason, $"{field} of {subject}") with { Grounds = stated.Grounds, Because = $"in rule {stated.Shown} {flaw.Text}" };
        }

        var fact = known.Value is { } value ? Fact.Known(value) : Fact.Absent();
        return fact with
        {
            Layer = stated.Store == FirewallStore.Policy ? Layer.Policy : Layer.Local,
            Grounds = stated.Grounds,
            Because = $"{field} of rule {stated.Shown} is {known.Value?.ToString() ?? "any"}",
        };
    }

    private static Fact OutboundFit(StatedRule stated) => stated.Rule.FitOutbound(RemoteDesktopPort, Client) switch
    {
        RuleFit.Unknown => Fact.Unknown(stated.Rule.Flaws[0].Reason, $"whom rule {stated.Shown} concerns") with
        {
            Grounds = stated.Grounds,
            Because = $"in rule {stated.Shown} {stated.Rule.Flaws[0].Text}",
        },
        var fit => Fact.Known(new FieldValue.Text(fit.ToString().ToLowerInvariant())) with
        {
            Layer = stated.Store == FirewallStore.Policy ? Layer.Policy : Layer.Local,
            Grounds = stated.Grounds,
            Because = $"rule {stated.Shown} concerns {Word(fit)} of {Client} to TCP {RemoteDesktopPort}",
        },
    };

    private static string Word(RuleFit fit) =>
        fit switch { RuleFit.Every => "every connection", RuleFit.Some => "some connections", _ => "no connection" };

    private static FieldValue.Text Text<T>(T value)
        where T : struct, Enum => new(value.ToString().ToLowerInvariant());

    private static IEnumerable<string> Names(FirewallProfiles profiles) =>
        new[] { FirewallProfiles.Domain, FirewallProfiles.Private, FirewallProfiles.Public }
            .Where(profile => profiles.HasFlag(profile))
            .Select(profile => profile.ToString().ToLowerInvariant());
}
