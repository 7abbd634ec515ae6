using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Answers which documented causes of a pair of codes the evidence shows, which it rules out, and what would decide the rest.</summary>
/// <param name="pack">With all that is told of causes.</param>
/// <param name="settings">With <see cref="ScanSettings.Question"/>.</param>
public sealed class Diagnose(Pack pack, ImmutableArray<IEvidenceReader> readers, ScanSettings settings)
{
    private static readonly DiagnosticDescriptor Counted = new(
        "RDP0084",
        DiagnosticEffect.Note,
        "Of the documented causes of {0} at '{1}', {2} are present, {3} cannot be known, {4} are ruled out and {5} show in no configuration.");

    private readonly DiagnosisQuestion _question = settings.Question ?? throw new ArgumentException("Nothing is asked.", nameof(settings));

    public ScanResult Run(SourceTree tree, CancellationToken cancellation, Action<int, int>? progress = null)
    {
        var asked = settings with { IncludePasses = true, IncludeUndecided = UndecidedInclusion.All };
        var (result, traces, rules) = new Scan(pack, readers, asked).RunTraced(tree, progress, cancellation);
        var diagnosis = Of(new Targets(traces, settings), rules);
        return result with
        {
            Diagnosis = diagnosis,
            Findings = FindingOrder.Of(diagnosis.Targets
                .SelectMany(target => target.Causes.Concat(target.Residue).Concat(target.Others))
                .Where(cause => cause.Verdict == CauseVerdict.Present)
                .SelectMany(cause => cause.Findings)
                .DistinctBy(finding => (finding.Rule.Id, finding.Primary.Location, finding.Message))),
            Diagnostics = [.. result.Diagnostics, .. diagnosis.Targets.Select(Count)],
        };
    }

    private Diagnosis Of(Targets targets, ImmutableArray<Rule> rules)
    {
        if (!pack.Causes.Any(cause => Fit(cause) is not null))
        {
            return new(_question);
        }

        var all = targets.All();
        var meant = _question.Target is { } name ? [.. all.Where(target => DiagnosisQuestion.IsNamed(target.Name, name))] : all;
        var judged = meant.Select(target => Judge(target, rules)).ToImmutableArray();
        return new(_question)
        {
            IsDocumented = true,
            Targets = judged,
            Unasked = [.. all.Except(meant).Select(target => target.Name)],
            Clients = [.. targets.Clients.Select(client => client.Name).Order(StringComparer.OrdinalIgnoreCase)],
            ToCollect = Wanted(judged),
        };
    }

    private DiagnosedTarget Judge(TargetEvidence target, ImmutableArray<Rule> rules)
    {
        var judge = new CauseJudge(target, rules);
        var all = pack.Causes.Select(cause => (Cause: cause, Fit: Fit(cause))).Select(one => (
            one.Fit,
            Judged: judge.Judge(one.Cause, one.Fit?.Strength ?? Strength.Weak, one.Fit is { ShowsOther: true }))).ToList();
        var implied = Implied(all.ConvertAll(one => one.Judged));
        var ranked = all.ConvertAll(one => (one.Fit, Judged: implied.GetValueOrDefault(one.Judged.Cause.Id, one.Judged)))
            .OrderBy(one => one.Judged.Verdict)
            .ThenBy(one => one.Judged.ImpliedBy is null ? 0 : 1)
            .ThenBy(one => one.Judged.Cause.Kind is CauseKind.Myth ? 1 : 0)
            .ThenBy(one => IsOfAnotherPlatform(one.Judged.Cause, target) ? 1 : 0)
            .ThenBy(one => one.Judged.ShowsOther ? 1 : 0)
            .ThenByDescending(one => one.Judged.Strength)
            .ThenByDescending(one => one.Judged.Severity ?? Severity.Note)
            .ThenByDescending(one => one.Judged.Confidence)
            .ThenBy(one => one.Judged.Cause.Kind)
            .ThenBy(one => one.Judged.Cause.Id, StringComparer.Ordinal)
            .ToList();
        return new(target.Name, target.Kind, target.Place)
        {
            Roles = target.Roles,
            Causes = [.. ranked.Where(one => one.Fit is not null && one.Judged.Cause.Kind != CauseKind.Residue).Select(one => one.Judged)],
            Residue = [.. ranked.Where(one => one.Fit is not null && one.Judged.Cause.Kind == CauseKind.Residue).Select(one => one.Judged)],
            Others = [.. ranked.Where(one => one.Fit is null && one.Judged.Verdict == CauseVerdict.Present).Select(one => one.Judged)],
        };
    }

    /// <summary>What only machines in Azure have, where nothing says that this is one.</summary>
    private static bool IsOfAnotherPlatform(Cause cause, TargetEvidence target) => cause.Area switch
    {
        "avd" => target.Kind == RealmTrace.Machine && !target.Roles.Contains("avd-host", StringComparer.OrdinalIgnoreCase),
        "azure-vm" or "azure-nsg" => target.Parts.All(part => part.Trace.Kind != RealmTrace.Deployment),
        _ => false,
    };

    /// <summary>What a present cause brings along.</summary>
    private static Dictionary<string, DiagnosedCause> Implied(List<DiagnosedCause> judged)
    {
        var byId = judged.ToDictionary(one => one.Cause.Id, StringComparer.Ordinal);
        var implied = new Dictionary<string, DiagnosedCause>(StringComparer.Ordinal);
        var open = new Queue<DiagnosedCause>(judged.Where(one => one.Verdict == CauseVerdict.Present));
        while (open.TryDequeue(out var present))
        {
            foreach (var id in present.Cause.Implies)
            {
                if (byId.TryGetValue(id, out var other) && other.Verdict != CauseVerdict.Present && !implied.ContainsKey(id))
                {
                    implied[id] = other with { Verdict = CauseVerdict.Present, ImpliedBy = present.Cause.Id, Findings = present.Findings, Need = null };
                    open.Enqueue(other);
                }
            }
        }

        return implied;
    }

    /// <summary>Documented for the pair; or a code that the client mostly shows for it, whatever its own pairs are.</summary>
    /// <returns><see langword="null"/> where the codes do not speak of it.</returns>
    private PairOfCause? Fit(Cause cause)
    {
        var pair = _question.Pair;

        // Zero says that the server gave no reason.
        var told = pair.Extended == 0 ? pair with { Extended = null } : pair;
        var isShown = cause.Shows.Contains(pair.Code) || (pair.Extended is { } extended && cause.Shows.Contains(extended));
        return isShown ? new(Strength.Strong, false)
            : cause.FitOf(told) is { } strength ? new(strength, !cause.Shows.IsEmpty)
            : null;
    }

    private static ImmutableArray<DecidingInput> Wanted(ImmutableArray<DiagnosedTarget> targets) =>
    [
        .. targets.SelectMany(target => target.Causes.Concat(target.Residue))
            .Where(cause => cause is { Verdict: CauseVerdict.Unknown, ExplainedBy: null, Need: not null })
            .Select(cause => (cause.Cause.Id, Input: cause.Need is { } need ? need.Whole ?? (need.What, need.Command) : default))
            .GroupBy(one => one.Input.Command ?? one.Input.What, StringComparer.Ordinal)
            .Select(group => new DecidingInput(
                group.First().Input.What,
                group.First().Input.Command,
                group.Select(one => one.Id).Distinct(StringComparer.Ordinal).Count()))
            .OrderByDescending(input => input.Causes)
            .ThenBy(input => input.Command is null ? 1 : 0)
            .ThenBy(input => input.What, StringComparer.Ordinal),
    ];

    private Diagnostic Count(DiagnosedTarget target)
    {
        return new(
            Counted,
            target.Place,
            _question.Pair.ToString(),
            target.Name,
            Of(CauseVerdict.Present),
            Of(CauseVerdict.Unknown),
            Of(CauseVerdict.RuledOut),
            Of(CauseVerdict.Manual));

        string Of(CauseVerdict verdict) =>
            target.Causes.Concat(target.Residue).Count(cause => cause.Verdict == verdict).ToString(CultureInfo.InvariantCulture);
    }

    private sealed record PairOfCause(Strength Strength, bool ShowsOther);
}
