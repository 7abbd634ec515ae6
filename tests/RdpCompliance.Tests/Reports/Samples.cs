using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Reports;

/// <summary>Rules, findings and results for the tests of reports: made by hand, because a report is told what was found and does not ask how.</summary>
internal static class Samples
{
    public static ReportContext Context { get; } = new() { ToolVersion = "1.2.3", ExitCode = 1 };

    public static Rule Rule(string id = "RDP1001", string name = "RdpNetworkLevelAuthenticationOff", string area = "security") =>
        new()
        {
            Id = id,
            Name = name,
            Title = "Listeners must require network level authentication",
            Location = Location.StartOf(Source.FromText($"policies/{area}/{id}.yml", ""), SpanUnit.Characters),
            Causes = ["nla-off"],
            Severity = Severity.Error,
            Subject = "listener",
            Require = new Condition.AllOf([]),
            Message = "Network level authentication is off: {because}.",
            Help = """
                ## What

                A listener takes connections from clients that have not proved who they are. See [the protocol](https://learn.microsoft.com/rdp).

                More of it.

                ## Why

                Everybody reaches the logon screen.

                ## Confirm

                ```powershell
                Get-ItemProperty 'HKLM:\SYSTEM\…' # why?
                ```

                ## Fix

                Set `UserAuthentication` to 1.

                ## Do not

                Turn it off to get in "for now".
                """,
            References =
            [
                new Reference.Page(
                    "https://learn.microsoft.com/windows-server/remote/remote-desktop-services",
                    "Network level authentication *comes* first.",
                    "2026-11"
                ),
                new Reference.Experience("Support threads report a logon screen that everybody reaches."),
            ],
            TestedOn = ["10.0.20348"],
        };

    public static Finding Finding(
        Rule rule,
        string marked,
        string name = "host/rdp.reg",
        string message = "Network level authentication is off: 'UserAuthentication' is 0."
    )
    {
        var (source, span) = MarkedText.One(marked, name);
        return new(rule, Verdict.Fail, new("listener", "RDP-Tcp", "host1"), message, Place(source, span));
    }

    public static FindingPlace Place(Source source, TextSpan span, string text = "") =>
        new(Location.InText(source, span), @"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp!UserAuthentication", text)
        {
            AddressKind = "registry",
        };

    public static ScanResult Result(params Finding[] findings) =>
        new()
        {
            Findings = [.. findings],
            Rules = [.. findings.Select(finding => finding.Rule).DistinctBy(rule => rule.Id, StringComparer.Ordinal)],
            Inputs =
            [
                .. findings
                    .Select(finding => finding.Primary.Location.Source.Name)
                    .Distinct(StringComparer.Ordinal)
                    .Select(name => new ScannedInput(name, InputOutcome.Read, "reg-file", null)),
            ],
            Subjects = [("listener", findings.Length)],
        };

    /// <summary>One of everything that a report can meet.</summary>
    public static ScanResult Everything()
    {
        var nla = Rule();
        var exposure = Rule("RDP9001", "RdpOpenToInternet", "residue") with
        {
            Title = "Remote Desktop must not be open to the Internet",
            Subject = "network-path",
            Severity = Severity.Warning,
            SecuritySeverity = "8.2",
            Causes = ["nsg-open-to-internet", "nla-off"],
        };
        var policy = Rule("RDP6001", "GpoTurnsOffNla", "group-policy") with
        {
            Title = "Policies must not turn off network level authentication",
            Severity = Severity.Note,
            Causes = [],
            Confidence = Confidence.Medium,
        };

        var (registry, value) = MarkedText.One(
            """
            Windows Registry Editor Version 5.00

            [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp]
            "UserAuthentication"=dword:[|00000000|]
            "PortNumber"=dword:00000d3d
            """,
            "host/rdp.reg",
            Encoding.Unicode
        );
        var (template, prefix) = MarkedText.One(
            "param source string = [|'*'|] // über alles\nmodule net 'net.bicep' = {\n  params: { allowed: source }\n}\n",
            "infra/main.bicep"
        );
        var (module, use) = MarkedText.One(
            "resource nsg 'Microsoft.Network/networkSecurityGroups@2023-09-01' = {\n\tproperties: { prefix: [|allowed|] }\n}\n",
            "infra/net.bicep"
        );
        var pol = Source.FromBytes("gpo/{6AC1786C-016F-11D2-945F-00C04fB984F9}/Machine/Registry.pol", "PReg\u0001\0\0\0"u8.ToArray());
        var hive = Source.FromText("host/broken.inf", "[Registry Values]\nwhat is this\n");

        return new()
        {
            Findings =
            [
                new(
                    policy,
                    Verdict.Fail,
                    new("gpo", "Default Domain Policy", null),
                    "The policy sets 'UserAuthentication' to 0.",
                    new(Location.InBytes(pol, 8, 120), @"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services!UserAuthentication", "")
                    {
                        AddressKind = "registry",
                    }
                ),
                new(
                    nla,
                    Verdict.Fail,
                    new("listener", "RDP-Tcp", "host1"),
                    "Network level authentication is off: 'UserAuthentication' is 0.",
                    Place(registry, value)
                )
                {
                    Related =
                    [
                        new(
                            Location.InBytes(pol, 8, 120),
                            @"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services!UserAuthentication",
                            "by policy 'Default Domain Policy', which says the same"
                        )
                        {
                            AddressKind = "registry",
                        },
                    ],
                },
                new(
                    exposure,
                    Verdict.Fail,
                    new("network-path", "nsg1", "infra/main.bicep"),
                    "TCP 3389 is open to '*'.",
                    new(Location.InText(template, prefix), "Microsoft.Network/networkSecurityGroups/nsg1#properties.prefix", "") { AddressKind = "resource" }
                )
                {
                    Related =
                    [
                        new(Location.InText(module, use), null, "the rule takes its source from parameter 'allowed'") { IsStep = true },
                        new(
                            Location.InText(
                                template,
                                TextSpan.FromBounds(
                                    template.Text.Value.IndexOf("source }", StringComparison.Ordinal),
                                    template.Text.Value.IndexOf(" }", StringComparison.Ordinal)
                                )
                            ),
                            null,
                            "which the module is given as 'source'"
                        )
                        {
                            IsStep = true,
                        },
                    ],
                },
                new(
                    exposure,
                    Verdict.Undecided,
                    new("network-path", "nsg2", "infra/main.bicep"),
                    "Whether TCP 3389 is open depends on parameter 'rdpSource'.",
                    new(Location.InText(template, new(0, 5)), null, "")
                )
                {
                    Reason = UnknownReason.Unresolvable,
                    Need = new(UnknownReason.Unresolvable, "Pass --parameters with a value of 'rdpSource'."),
                },
            ],
            Diagnostics =
            [
                new Diagnostic(
                    new("RDP0107", DiagnosticEffect.Damage, "'{0}' is not a line of [Registry Values]: 'key=type,data' was wanted."),
                    Location.InText(hive, new(18, 12)),
                    "what is this"
                ),
                new Diagnostic(new("RDP0108", DiagnosticEffect.Note, "The section '{0}' stands twice."), Location.InText(hive, new(0, 17)), "Registry Values"),
            ],
            Inputs =
            [
                new(pol.Name, InputOutcome.Read, "registry-pol", null),
                new("host/broken.inf", InputOutcome.Damaged, "security-template", null),
                new("host/notes.txt", InputOutcome.Foreign, null, null),
                new("host/rdp.reg", InputOutcome.Read, "reg-file", null),
                new("infra/main.bicep", InputOutcome.Read, "bicep", null),
                new("infra/net.bicep", InputOutcome.Read, "bicep", null),
                new("node_modules", InputOutcome.Skipped, null, "a folder of packages"),
                new("photo.png", InputOutcome.Foreign, null, null) { IsArgument = true },
                new("README", InputOutcome.Foreign, null, null),
                new("todo.txt", InputOutcome.Foreign, null, null),
            ],
            Rules = [nla, policy, exposure],
            Subjects = [("gpo", 1), ("listener", 1), ("network-path", 2)],
        };
    }

    /// <summary>A roll-out with something of every part.</summary>
    public static ScanResult RollOut()
    {
        var all = Everything();
        return all with
        {
            Findings = [.. all.Findings.Select((finding, index) => finding with { Baseline = index % 2 == 0 ? BaselineState.Unchanged : BaselineState.New })],
            Repaired = [all.Findings[2] with { Subject = new("network-path", "nsg3", "infra/main.bicep"), Baseline = BaselineState.Absent }],
        };
    }

    public static string Written(IReport report, ScanResult result, ReportContext? context = null)
    {
        using var output = new MemoryStream();
        report.Write(result, context ?? Context, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Many findings over some files, as a fleet gives them.</summary>
    public static ScanResult Many(int count, int perFile = 50, int rules = 10)
    {
        var pack = Enumerable.Range(0, rules).Select(index => Rule($"RDP1{index:000}", $"RuleOfNumber{index}")).ToArray();
        var findings = ImmutableArray.CreateBuilder<Finding>(count);
        Source? source = null;
        for (var index = 0; index < count; index++)
        {
            if (index % perFile == 0)
            {
                source = Source.FromText(
                    $"hosts/host{index / perFile:00000}.reg",
                    string.Concat(Enumerable.Range(0, perFile).Select(line => $"\"Value{line:000}\"=dword:{line:x8}\n"))
                );
            }

            var place = new TextSpan(((index % perFile) * 26) + 17, 8);
            findings.Add(
                new(
                    pack[index % rules],
                    Verdict.Fail,
                    new("listener", $"RDP-Tcp{index % perFile}", source?.Name),
                    $"'Value{index % perFile:000}' is {index % perFile}.",
                    Place(source ?? throw new InvalidOperationException(), place) with
                    {
                        Address = $@"HKLM\SYSTEM\Test!Value{index % perFile:000}",
                    }
                )
            );
        }

        return new()
        {
            Findings = findings.MoveToImmutable(),
            Rules = [.. pack],
            Subjects = [("listener", count)],
        };
    }
}
