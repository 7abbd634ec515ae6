using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.GroupPolicy;

/// <summary>A host in folder "h1", GPOs beside it, and one rule: Remote Desktop must not be denied.</summary>
internal static class PolicyScene
{
    public const string Header = "Windows Registry Editor Version 5.00\n\n";
    public const string PolicyKey = @"SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services";
    public const string Rule = "subject: machine\nrequire: { setting: rdp.deny-connections, equals: 0 }";

    /// <summary>Nothing is denied by policy or locally.</summary>
    public const string Healthy = $"""
        {Header}[HKEY_LOCAL_MACHINE\{PolicyKey}]

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000000
        """;

    public static Source Host(string text = Healthy) => Source.FromText("h1/host.reg", text + "\n");

    public static ScanSettings Linked(params ImmutableArray<string> gpos) => Packs.Settings with { Hosts = [new("h1", ["h1/**"], [], gpos, null)] };

    public static ScanSettings Assumed(params ImmutableArray<string> paths) => Packs.Settings with { AssumedGpos = paths };

    /// <summary>A GPO that states whether connections are denied, in a report that also names it.</summary>
    public static Source Report(string name, int denied, int id = 0, string more = "", string computer = "<Enabled>true</Enabled>") =>
        Source.FromText($"gpo/{name}.xml", ReportText(name, denied, id, more, computer));

    public static string ReportText(string name, int denied, int id = 0, string more = "", string computer = "<Enabled>true</Enabled>") =>
        $$"""
            <GPO xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.microsoft.com/GroupPolicy/Settings">
              <Identifier><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{{Id(id == 0 ? name[0] : id)}}</Identifier></Identifier>
              <Name>{{name}}</Name>
              {{more}}
              <Computer>
                {{computer}}
                <ExtensionData>
                  <Extension xmlns:q1="http://www.microsoft.com/GroupPolicy/Settings/Security" xsi:type="q1:SecuritySettings">
                    <q1:SecurityOptions><q1:KeyName>MACHINE\{{PolicyKey}}\fDenyTSConnections</q1:KeyName><q1:SettingNumber>{{denied}}</q1:SettingNumber></q1:SecurityOptions>
                  </Extension>
                </ExtensionData>
              </Computer>
            </GPO>
            """;

    /// <summary>The id of a GPO that is called by one letter.</summary>
    public static string Id(int letter) => $"{{00000000-0000-0000-0000-0000000000{letter:x2}}}";

    public static ScanResult Scan(string rule, ScanSettings settings, params Source[] sources) =>
        new Scan(Packs.Only(rule), EvidenceReaders.All, settings).Run(new SourceTree(sources), CancellationToken.None);

    /// <summary>What a rule of the built-in pack says of the host, with its own message.</summary>
    public static Finding OfPack(string rule, ScanSettings settings, params Source[] sources) =>
        Assert.Single(
            new Scan(Repository.Pack, EvidenceReaders.All, settings with { OnlyRules = [rule], Roles = ["host"] })
                .Run(new SourceTree(sources), CancellationToken.None)
                .Findings,
            finding => finding.Subject is { Kind: "machine", Name: "h1" } or { Owner: "h1" });

    /// <summary>What the rule says of the host.</summary>
    public static Finding Judge(ScanSettings settings, params Source[] sources) =>
        Assert.Single(Scan(Rule, settings, sources).Findings, finding => finding.Subject.Kind == "machine");
}
