using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>The one pipeline: sources, evidence, subjects, verdicts, findings.</summary>
public sealed class Scan(Pack pack, ImmutableArray<IEvidenceReader> readers, ScanSettings settings)
{
    /// <param name="progress">Told how many of how many inputs were read, from any thread.</param>
    public ScanResult Run(SourceTree tree, CancellationToken cancellation, Action<int, int>? progress = null) =>
        Judge(Collected.From(tree, readers, PackDemand.Of(pack), settings.Deployment, cancellation, progress));

    /// <summary>The subjects with their facts, for <c>evidence --effective</c>.</summary>
    public Estate EstateOf(Collected collected) => new EstateBuilder(pack, settings).Build(collected.Evidence);

    private ScanResult Judge(Collected collected)
    {
        var builder = new EstateBuilder(pack, settings);
        var estate = builder.Build(collected.Evidence);
        var judge = new Judge(estate, settings);
        var findings = judge.JudgeAll(pack.Rules)
            .OrderBy(finding => finding.Primary.Location)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)
            .ThenBy(finding => finding.Subject.ToString(), StringComparer.Ordinal)
            .ToImmutableArray();
        return new()
        {
            Findings = findings,
            Diagnostics = [.. collected.Diagnostics.Concat(builder.Diagnostics).Concat(judge.Diagnostics).OrderBy(diagnostic => diagnostic.Location).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)],
            Inputs = collected.Inputs,
            Rules = [.. pack.Rules.Where(judge.IsWanted)],
            Subjects = [.. estate.Subjects.GroupBy(subject => subject.Named.Kind, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Count()))],
        };
    }
}
