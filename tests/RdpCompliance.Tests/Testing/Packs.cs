using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;

namespace RdpCompliance.Tests.Testing;

/// <summary>Small packs and scans of texts.</summary>
internal static class Packs
{
    public const string Name = "RDP1999-sample.yml";

    /// <summary>A rule that stands on the built-in kinds and settings; <paramref name="body"/> gives subject, where, require and what else it needs.</summary>
    public static string Rule(string body) => $"""
        id: RDP1999
        name: Sample
        title: Samples must hold
        severity: error
        message: "It does not hold: because of it."
        help: |
          ## What
          ## Why
          ## Confirm
          ## Fix
          ## Do not
        {(body.Contains("references:", StringComparison.Ordinal) ? "" : References)}
        {body}
        """;

    private const string References = "references: [{ url: 'https://learn.microsoft.com/en-us/windows/page', says: It says so., read: 2026-11 }]";

    public const string Examples = """
        examples:
          - name: fails
            files: { a.reg: { text: "[|x|]" } }
          - name: passes
            files: { a.reg: { text: "x" } }
        """;

    public static LoadedPack Load(string rule, string name = Name) =>
        PackLoader.Load(new SourceTree([Source.FromText(name, rule)]), Repository.Pack);

    /// <summary>A pack of this one rule; it must load.</summary>
    public static Pack Only(string body)
    {
        var loaded = Load(Rule($"{body}\n{Examples}"));
        Assert.Empty(loaded.Diagnostics.Select(diagnostic => diagnostic.Message));
        return loaded.Pack;
    }

    public static ScanSettings Settings { get; } =
        new()
        {
            AsOf = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            IncludePasses = true,
            IncludeUndecided = UndecidedInclusion.All,
        };

    public static ScanResult Scan(Pack pack, ScanSettings settings, params (string Name, string Text)[] files) =>
        new Scan(pack, EvidenceReaders.All, settings).Run(new SourceTree(files.Select(file => Source.FromText(file.Name, file.Text))), CancellationToken.None);

    /// <summary>The one verdict of a rule on a host's .reg file (the header is added).</summary>
    public static Finding? Judge(string body, string reg, ScanSettings? settings = null) =>
        Scan(Only(body), settings ?? Settings with { Roles = ["host"] }, ("host.reg", $"Windows Registry Editor Version 5.00\n\n{reg}\n"))
            .Findings.SingleOrDefault();

    /// <summary>What is wrong with a pack, as "line:column id message".</summary>
    public static IEnumerable<string> Problems(LoadedPack loaded) =>
        loaded.Diagnostics.Select(diagnostic =>
            $"{diagnostic.Location.Position?.Line}:{diagnostic.Location.Position?.Column} {diagnostic.Id} {diagnostic.Message}");
}
