using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Reports;
using RdpCompliance.Reports.Sarif;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Reports;

/// <summary>What the makers of SARIF's own tool say of our files.</summary>
public sealed class SarifValidationTests
{
    private const string Tool = SarifMultitool.Name;

    private static readonly Pipeline Azure = Pipeline.AzurePipelines.TryFrom(PipelineTests.Variables) ?? throw new InvalidOperationException();

    [OutsideFact(Tool)]
    public void GitHub_would_take_everything() => Assert.Empty(Complaints("Sarif;Ghas", Samples.Everything(), Samples.Context));

    [OutsideFact(Tool)]
    public void GitHub_would_take_everything_with_provenance_and_times() => Assert.Empty(Complaints("Sarif;Ghas", Samples.Everything(), Samples.Context with
    {
        Provenance = GitProvenance.TryParse("git@github.com:contoso/estate.git", "0123456789abcdef0123456789abcdef01234567", "main"),
        Times = new(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero)),
        CommandLine = "rdpcompliance scan .",
        CauseTitles = ImmutableDictionary<string, string>.Empty.Add("nla-off", "Network level authentication is off"),
    }));

    [OutsideFact(Tool)]
    public void Every_state_of_a_roll_out_is_valid()
    {
        Assert.Empty(Complaints("Sarif;Ghas", Samples.RollOut(), Samples.Context));
        Assert.Empty(Complaints("Sarif;GHAzDO", Samples.RollOut(), Samples.Context with { Pipeline = Azure }));
    }

    [OutsideFact(Tool)]
    public void GitHub_would_take_nothing_at_all() => Assert.Empty(Complaints("Sarif;Ghas", new ScanResult { Rules = [Samples.Rule()] }, Samples.Context));

    [OutsideFact(Tool)]
    public void GitHub_would_take_evidence_from_outside_of_the_repository() => Assert.Empty(Complaints("Sarif;Ghas", Samples.Everything(), Samples.Context with
    {
        PathBelowRoot = source => source.Name.StartsWith("infra/", StringComparison.Ordinal) ? source.Name : null,
        Provenance = GitProvenance.TryParse("https://github.com/contoso/estate", "0123456789abcdef0123456789abcdef01234567", "main"),
    }));

    [OutsideFact(Tool)]
    public void GitHub_would_take_hostile_names() =>
        Assert.Empty(Complaints("Sarif;Ghas", HostileTexts.ResultOfAll(), Samples.Context));

    [OutsideFact(Tool)]
    public void GitHub_would_take_findings_told_together_in_several_runs() =>
        Assert.Empty(Complaints("Sarif;Ghas", Samples.Many(300), Samples.Context, new() { ResultsPerRun = 20, Runs = 3, Compressed = 10_000 }));

    [OutsideFact(Tool)]
    public void Azure_DevOps_would_take_everything() =>
        Assert.Empty(Complaints("Sarif;GHAzDO", Samples.Everything(), Samples.Context with { Pipeline = Azure }));

    [OutsideFact(Tool)]
    public void Azure_DevOps_would_refuse_a_run_that_does_not_name_its_build() =>
        Assert.Contains(Complaints("Sarif;GHAzDO", Samples.Everything(), Samples.Context), complaint =>
            complaint.StartsWith("GHAzDO1019", StringComparison.Ordinal));

    private static IReadOnlyList<string> Complaints(string ruleKinds, ScanResult result, ReportContext context, SarifLimits? limits = null) =>
        SarifMultitool.Complaints(ruleKinds, Samples.Written(new SarifReport(limits ?? SarifLimits.GitHub), result, context));
}
