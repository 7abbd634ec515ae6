using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Settings;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>The two forms in which a rule is stated, and the meaning of their fields.</summary>
internal static class FirewallRuleReading
{
    // Fields that may stand only once ([MS-GPFAS] 2.2.2.19).
    private static readonly string[] Single = ["Action", "Dir", "Protocol", "App", "Svc", "Active", "Name"];

    // Fields that leave no sender out.
    private static readonly string[] Plain =
    [
        "Name",
        "Desc",
        "EmbedCtxt",
        "Edge",
        "Defer",
        "LSM",
        "PCross",
        "ICMP4",
        "ICMP6",
        "AuthByPassOut",
        "SkipVer",
        "Platform2",
    ];

    private static readonly string[] NarrowingFields = ["local-addresses", "remote-ports"];

    public static FirewallRule OfText(ImmutableArray<FirewallRuleField> fields)
    {
        var rule = new FirewallRule.Builder();
        foreach (var single in Single)
        {
            FirewallRuleField? first = null;
            var count = 0;
            foreach (var field in fields)
            {
                if (field.Name.Equals(single, StringComparison.OrdinalIgnoreCase))
                {
                    first ??= field;
                    count++;
                }
            }

            if (first is not null && count > 1)
            {
                rule.Flaw(PartOf(first.Name), $"it states {first.Name} more than once");
            }
        }

        foreach (var field in fields)
        {
            Take(rule, field);
        }

        if (fields.Any(field => field.Is("Platform")) && !MeansEveryWindows(fields))
        {
            rule.Narrow("Platform");
        }

        return rule.Build();
    }

    public static FirewallRule OfItem(Item item)
    {
        var rule = new FirewallRule.Builder { Name = Text("display-name") ?? item.Name };
        Need("enabled", RuleParts.Active, value => rule.IsActive = value is SettingValue.Flag { Value: true });
        Need("direction", RuleParts.Direction, value => rule.Direction = value.ToString() is "in" ? FirewallDirection.In : FirewallDirection.Out);
        Need("action", RuleParts.Action, value => rule.Action = value.ToString() switch
        {
            "allow" => FirewallAction.Allow,
            "bypass" => FirewallAction.Bypass,
            _ => FirewallAction.Block,
        });
        Need("protocol", RuleParts.Protocol, value => Protocol(rule, value.ToString() ?? ""));
        Need("local-ports", RuleParts.LocalPorts, value =>
        {
            foreach (var port in TextsOf(value).Where(port => !IsAny(port)))
            {
                rule.Port(port);
            }
        });
        Need("program", RuleParts.Program, value => rule.Program = Named(value.ToString()));
        Need("service", RuleParts.Program, value => rule.Service = Named(value.ToString()));
        foreach (var profile in TextsOf(item.Find("profiles")?.Value))
        {
            Profile(rule, profile);
        }

        Need("remote-addresses", RuleParts.Scope, value =>
        {
            foreach (var address in TextsOf(value).Where(address => !IsAny(address)))
            {
                rule.Remote(address);
            }
        });

        foreach (var port in TextsOf(item.Find("remote-ports")?.Value).Where(port => !IsAny(port)))
        {
            rule.RemotePort(port);
        }

        foreach (var narrowing in NarrowingFields.Where(name => TextsOf(item.Find(name)?.Value).Any(value => !IsAny(value))))
        {
            rule.Narrow(narrowing);
        }

        rule.IsForApps = Named(Text("package")) is not null;
        return rule.Build();

        string? Text(string name) => item.Find(name)?.Value.ToString();

        // A rule listed without its filters says nothing about what they hold.
        void Need(string name, RuleParts part, Action<SettingValue> take)
        {
            switch (item.Find(name)?.Value)
            {
                case SettingValue.Unresolved unresolved:
                    rule.Flaw(part, $"{name} is '{unresolved.Expression}'", unresolved.Reason);
                    break;
                case { } value:
                    take(value);
                    break;
                default:
                    rule.Flaw(part, $"{name} of the rule was not collected ({CommandOf(name)} | ConvertTo-Json)",
                        UnknownReason.NotCollected);
                    break;
            }
        }
    }

    private static string CommandOf(string field) => field switch
    {
        "protocol" or "local-ports" => "Get-NetFirewallPortFilter",
        "remote-addresses" => "Get-NetFirewallAddressFilter",
        "program" => "Get-NetFirewallApplicationFilter",
        "service" => "Get-NetFirewallServiceFilter",
        _ => "Get-NetFirewallRule",
    };

    private static void Take(FirewallRule.Builder rule, FirewallRuleField field)
    {
        var value = field.Value;
        switch (field.BareName.ToUpperInvariant())
        {
            case "ACTION":
                rule.Action = value.ToUpperInvariant() switch
                {
                    "ALLOW" => FirewallAction.Allow,
                    "BLOCK" => FirewallAction.Block,
                    "BYPASS" => FirewallAction.Bypass,
                    _ => null,
                };
                break;
            case "DIR":
                rule.Direction = value.ToUpperInvariant() switch { "IN" => FirewallDirection.In, "OUT" => FirewallDirection.Out, _ => null };
                break;
            case "ACTIVE" when bool.TryParse(value, out var active):
                rule.IsActive = active;
                break;
            case "ACTIVE":
                rule.Flaw(RuleParts.Active, $"Active is '{value}', neither TRUE nor FALSE");
                break;
            case "PROTOCOL":
                Protocol(rule, value);
                break;
            case "PROFILE":
                Profile(rule, value);
                break;
            case "LPORT":
                rule.Port(value);
                break;
            case "RPORT":
                rule.RemotePort(value);
                rule.Narrow("RPort");
                break;
            case "RA4" or "RA6":
                rule.Remote(value);
                break;
            case "APP":
                rule.Program = value;
                break;
            case "SVC":
                rule.Service = value;
                break;
            case "NAME":
                rule.Name = value;
                break;
            case "APPPKGID" or "LUOWN":
                rule.IsForApps = true;
                break;
            case "PLATFORM":
                break;
            default:
                if (!Plain.Contains(field.BareName, StringComparer.OrdinalIgnoreCase))
                {
                    rule.Narrow(field.Name);
                }

                break;
        }
    }

    private static void Protocol(FirewallRule.Builder rule, string text)
    {
        switch (text.ToUpperInvariant())
        {
            case "ANY" or "*":
                break;
            case "TCP":
                rule.Protocol = FirewallPacket.Tcp;
                break;
            case "UDP":
                rule.Protocol = FirewallPacket.Udp;
                break;
            case "ICMPV4":
                rule.Protocol = 1;
                break;
            case "ICMPV6":
                rule.Protocol = 58;
                break;
            case var digits when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 256:
                // 256 means any ([MS-FASP] 2.2.37).
                rule.Protocol = number == 256 ? null : number;
                break;
            default:
                rule.Flaw(RuleParts.Protocol, $"Protocol is '{text}', no number up to 255");
                break;
        }
    }

    private static void Profile(FirewallRule.Builder rule, string text)
    {
        switch (text.ToUpperInvariant())
        {
            case "DOMAIN":
                rule.Profiles |= FirewallProfiles.Domain;
                break;
            case "PRIVATE":
                rule.Profiles |= FirewallProfiles.Private;
                break;
            case "PUBLIC":
                rule.Profiles |= FirewallProfiles.Public;
                break;
            case "ANY" or "ALL":
                rule.Profiles |= FirewallProfiles.Every;
                break;
            default:
                rule.Flaw(RuleParts.Profiles, $"Profile is '{text}', none of Domain, Private and Public");
                break;
        }
    }

    /// <summary>"From version 6.x on" holds for every Windows of today; without the operator a rule is for that version alone.</summary>
    private static bool MeansEveryWindows(ImmutableArray<FirewallRuleField> fields) =>
        fields.Any(field =>
            field.Name.Equals("Platform2", StringComparison.OrdinalIgnoreCase) && field.Value.Equals("GTEQ", StringComparison.OrdinalIgnoreCase))
        && fields
            .Where(field => field.Name.Equals("Platform", StringComparison.OrdinalIgnoreCase))
            .All(field =>
                field.Value.Split(':') is [_, var major, _]
                && byte.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= 6);

    private static RuleParts PartOf(string field) => field.ToUpperInvariant() switch
    {
        "ACTION" => RuleParts.Action,
        "DIR" => RuleParts.Direction,
        "PROTOCOL" => RuleParts.Protocol | RuleParts.LocalPorts,
        "APP" or "SVC" => RuleParts.Program,
        "ACTIVE" => RuleParts.Active,
        _ => RuleParts.None,
    };

    private static ImmutableArray<string> TextsOf(SettingValue? value) => value switch
    {
        SettingValue.List list => list.Values,
        { } one when SettingConversion.ToText(one) is { } text => [text],
        _ => [],
    };

    private static bool IsAny(string text) => text.Length == 0 || text == "*" || text.Equals("any", StringComparison.OrdinalIgnoreCase);

    private static string? Named(string? text) => text is null || IsAny(text) ? null : text;
}
