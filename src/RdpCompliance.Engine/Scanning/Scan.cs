using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>
/// The one pipeline: sources, realms that are read, judged and forgotten by themselves on all cores, joins over what is kept of them, findings.
/// </summary>
public sealed class Scan(Pack pack, ImmutableArray<IEvidenceReader> readers, ScanSettings settings)
{
    /// <param name="progress">Told how many of how many inputs were read, from any thread.</param>
    public ScanResult Run(SourceTree tree, CancellationToken cancellation, Action<int, int>? progress = null) =>
        RunTraced(tree, progress, cancellation).Result;

    /// <summary>Also with what is kept of realms where a question is asked.</summary>
    internal (ScanResult Result, ImmutableArray<RealmTrace> Traces, ImmutableArray<Rule> Rules) RunTraced(
        SourceTree tree, Action<int, int>? progress, CancellationToken cancellation)
    {
        var reading = new Reading(tree, readers, PackDemand.Of(pack), settings.Deployment, progress, cancellation);
        var plan = new JudgePlan(pack, settings);
        var outcome = new RealmScan(settings.ContextOf(pack), plan, reading, cancellation).Run();
        var (inputs, diagnostics) = reading.Account();
        var result = new ScanResult
        {
            Findings = settings.Question is null ? FindingOrder.Of(Together.Of(outcome.Judged)) : [],
            Diagnostics =
            [
                .. diagnostics
                    .Concat(Summed.Of(outcome.Diagnostics))
                    .OrderBy(diagnostic => diagnostic.Location)
                    .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal),
            ],
            Inputs = inputs,
            Rules = plan.Rules,
            Subjects = outcome.Subjects,
            Account = Reckoning.Of(outcome.Reckonings, plan.Rules),
        };
        return (result, outcome.Traces, plan.Rules);
    }

    /// <summary>The realms with their subjects and facts, for <c>evidence --effective</c>.</summary>
    public ImmutableArray<Realm> RealmsOf(Collected collected) =>
        [.. EstateRealms.Of(collected.Evidence, [], settings.ContextOf(pack)).Select(one => one.Realm)];
}
