using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests;

/// <summary>Healthy machines give nothing: each Windows of <c>corpus/healthy</c> as it is shipped and with Remote Desktop switched on.</summary>
public sealed class HealthyHosts
{
    private const string Folder = "tests/corpus/healthy";
    private const string Off = "RDP1002";

    /// <summary>
    /// Rules on a machine, its listener, its services … that the evidence of a fixture decides well; fewer means that something was not read.
    /// </summary>
    private const int FewestRules = 110;

    /// <summary>A log is never known to be whole, so that an event is not in it is never decided.</summary>
    private static readonly string[] OnEvents =
    [
        "RDP1083",
        "RDP1084",
        "RDP1085",
        "RDP1096",
        "RDP1102",
        "RDP1103",
        "RDP1122",
        "RDP1123",
        "RDP1124",
        "RDP1125",
        "RDP2072",
        "RDP2085",
        "RDP6033",
        "RDP6070",
    ];

    public static TheoryData<string> SwitchedOn => [.. Machines("switched-on")];

    public static TheoryData<string> Shipped => [.. Machines("shipped")];

    [Theory]
    [MemberData(nameof(SwitchedOn))]
    public void A_healthy_host_gives_nothing(string machine)
    {
        var result = Scan(machine, UndecidedInclusion.WithEvidence, "host");

        Assert.Empty(result.Findings.Select(Text));
    }

    /// <summary>Remote Desktop is off on every Windows as it is shipped: whoever declares a host is told that, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_host_as_it_is_shipped_gives_nothing_but_the_switch(string machine)
    {
        var result = Scan(machine, UndecidedInclusion.WithEvidence, "host");

        Assert.Equal([Off], result.Findings.Select(finding => finding.Rule.Id));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_machine_as_it_is_shipped_is_taken_as_a_host_whose_Remote_Desktop_is_off(string machine)
    {
        var result = Scan(machine, UndecidedInclusion.WithEvidence);

        // A server is a host whatever its switch says; that nothing says what a client is for is said.
        Assert.Equal([Off], result.Findings.Select(finding => finding.Rule.Id));
        Assert.Equal(
            machine.StartsWith("server", StringComparison.Ordinal) ? [] : ["RDP0064"],
            result.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [MemberData(nameof(SwitchedOn))]
    [MemberData(nameof(Shipped))]
    public void Every_file_of_a_fixture_is_read_and_the_rules_are_judged(string machine)
    {
        var result = Scan(machine, UndecidedInclusion.All, "host");

        Assert.Empty(result.Diagnostics.Select(diagnostic => $"{diagnostic.Location.Source}: {diagnostic.Id} {diagnostic.Message}"));
        Assert.All(result.Inputs, input => Assert.Equal(InputOutcome.Read, input.Outcome));
        Assert.Equal(1, result.Subjects.Single(kind => kind.Kind == "machine").Count);
        Assert.Equal(
            OnEvents,
            result.Findings.Where(finding => finding.Verdict == Verdict.Undecided).Select(finding => finding.Rule.Id).Distinct().Order(StringComparer.Ordinal));
        var passed = Scan(machine, UndecidedInclusion.None, passes: true, "host")
            .Findings.Where(finding => finding.Verdict == Verdict.Pass)
            .Select(finding => finding.Rule.Id)
            .Distinct()
            .ToList();
        Assert.True(passed.Count >= FewestRules, $"Only {passed.Count} rules pass: {string.Join(' ', passed.Order(StringComparer.Ordinal))}");
    }

    private static ScanResult Scan(string machine, UndecidedInclusion undecided, params string[] roles) => Scan(machine, undecided, passes: false, roles);

    private static ScanResult Scan(string machine, UndecidedInclusion undecided, bool passes, params string[] roles)
    {
        var sources = Repository.Tree($"{Folder}/{machine}").Sources.Select(Assemble);
        var settings = new ScanSettings
        {
            AsOf = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Roles = [.. roles],
            IncludeUndecided = undecided,
            IncludePasses = passes,
        };
        return new Scan(Repository.Pack, EvidenceReaders.All, settings).Run(new SourceTree(sources), CancellationToken.None);
    }

    /// <summary>A certificate is checked in as the text that its twin assembles.</summary>
    private static Source Assemble(Source source) =>
        EvidenceReaders.Twins.FirstOrDefault(twin => source.Name.EndsWith(twin.Extension, StringComparison.Ordinal)) is { } twin
            ? twin.Assemble(source.Name[..^twin.Extension.Length], source.Text.Value).Source
            : source;

    private static IEnumerable<string> Machines(string state) =>
        Directory.EnumerateDirectories(Repository.At(Folder)).Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)}/{state}");

    private static string Text(Finding finding) => $"{finding.Rule.Id} {finding.Verdict}: {finding.Message}";
}
