using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.GroupPolicy;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>
/// Judges machines and resources as they are and as a change would leave them, and tells what it newly breaks, what it repairs, what it leaves as it is, and what nobody can know.
/// </summary>
public sealed class RollOut(Pack pack, ImmutableArray<IEvidenceReader> readers, ScanSettings settings)
{
    /// <param name="isChange">Tells the inputs of the change from those of the hosts.</param>
    /// <param name="progress">Told how many of how many inputs were read, from any thread.</param>
    public ScanResult Run(SourceTree tree, Func<Source, bool> isChange, CancellationToken cancellation, Action<int, int>? progress = null)
    {
        var collected = Collected.From(tree, readers, PackDemand.Of(pack), settings.Deployment, cancellation, progress);
        ImmutableArray<SourceEvidence> standing = [.. collected.Evidence.Where(source => !isChange(source.Source))];
        ImmutableArray<SourceEvidence> change = [.. collected.Evidence.Where(source => isChange(source.Source))];

        // Passes and all undecided verdicts are needed to tell what changes; what is reported of them is chosen afterwards.
        var complete = settings with { IncludePasses = true, IncludeUndecided = UndecidedInclusion.All };
        var before = new State(new EstateBuilder(pack, settings).Build(standing), complete, pack);
        var builder = new EstateBuilder(pack, settings, change);
        var after = new State(builder.Build(standing), complete, pack);
        return new()
        {
            Findings = InOrder(Judge.WithoutSuperseded(after.Verdicts.SelectMany(group => Told(group, [.. before.Verdicts[group.Key].Select(finding => finding.Verdict)])).ToList())),
            Repaired = InOrder(Judge.WithoutSuperseded(before.Findings.Where(finding => finding.Verdict == Verdict.Fail).ToList())
                .Where(finding => after.Verdicts[before.KeyOf(finding)].All(verdict => verdict.Verdict == Verdict.Pass))
                .Select(finding => Mended(finding, after.Verdicts[before.KeyOf(finding)], isChange))),
            Diagnostics = [.. collected.Diagnostics.Concat(RolledOut.Unusable(change)).Concat(builder.Diagnostics).Concat(after.Diagnostics).OrderBy(diagnostic => diagnostic.Location).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)],
            Inputs = change.IsEmpty ? Unread(collected.Inputs, tree, isChange) : collected.Inputs,
            Rules = after.Rules,
            Subjects = after.Subjects,
        };
    }

    /// <summary>A change of which nothing can be read breaks nothing, and nobody may take that for an answer.</summary>
    private static ImmutableArray<ScannedInput> Unread(ImmutableArray<ScannedInput> inputs, SourceTree tree, Func<Source, bool> isChange)
    {
        var named = tree.Sources.Where(isChange).Select(source => source.Name).ToHashSet(StringComparer.Ordinal);
        return [.. inputs.Select(input => input.Outcome == InputOutcome.Foreign && named.Contains(input.Name) ? input with { IsArgument = true } : input)];
    }

    /// <summary>What one rule says of one thing after the change, beside what it said before.</summary>
    private IEnumerable<Finding> Told(IEnumerable<Finding> after, ImmutableArray<Verdict> before)
    {
        var failed = before.Contains(Verdict.Fail);
        var passed = before.Contains(Verdict.Pass);
        var wasOpen = before.Contains(Verdict.Undecided);
        foreach (var finding in after)
        {
            switch (finding.Verdict)
            {
                case Verdict.Fail:
                    yield return finding with { Baseline = failed ? BaselineState.Unchanged : BaselineState.New };
                    break;
                case Verdict.Undecided when IsWorthTelling(finding, failed || passed):
                    yield return finding with
                    {
                        Baseline = wasOpen ? BaselineState.Unchanged : BaselineState.New,
                        Message = failed ? $"{finding.Message} Without the change it fails." : finding.Message,
                    };
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>A fail of today with the places of the change by which it passes.</summary>
    private static Finding Mended(Finding finding, IEnumerable<Finding> passes, Func<Source, bool> isChange) => finding with
    {
        Baseline = BaselineState.Absent,
        Related =
        [
            .. finding.Related,
            .. passes.SelectMany(pass => pass.Related.Prepend(pass.Primary)).Where(place => isChange(place.Location.Source)).DistinctBy(place => place.Location)
                .Select(place => place with { Text = "the change mends it here" }),
        ],
    };

    /// <summary>What becomes unknown is told, also where nothing was collected that would decide it.</summary>
    private bool IsWorthTelling(Finding finding, bool wasKnown) => settings.IncludeUndecided switch
    {
        UndecidedInclusion.None => false,
        UndecidedInclusion.All => true,
        _ => finding.RestsOnEvidence || wasKnown,
    };

    private static ImmutableArray<Finding> InOrder(IEnumerable<Finding> findings) =>
    [
        .. findings.OrderBy(finding => finding.Primary.Location)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)
            .ThenBy(finding => finding.Subject.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>One state of the estate: machines and resources, and not GPOs by themselves.</summary>
    private sealed class State
    {
        private readonly Dictionary<Finding, VerdictKey> _keys = new(ReferenceEqualityComparer.Instance);

        public State(Estate estate, ScanSettings settings, Pack pack)
        {
            var judge = new Judge(estate, settings);
            foreach (var (subject, finding) in judge.JudgeEach(pack.Rules).Where(judged => judged.Subject.Mode == JudgementMode.InForce))
            {
                _keys.Add(finding, VerdictKey.Of(finding, subject));
            }

            Verdicts = _keys.ToLookup(pair => pair.Value, pair => pair.Key);
            Diagnostics = [.. judge.Diagnostics];
            Rules = [.. pack.Rules.Where(judge.IsWanted)];
            Subjects =
            [
                .. estate.Subjects.Where(subject => subject.Mode == JudgementMode.InForce)
                    .GroupBy(subject => subject.Named.Kind, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Count())),
            ];
        }

        public ILookup<VerdictKey, Finding> Verdicts { get; }

        public IEnumerable<Finding> Findings => _keys.Keys;

        public ImmutableArray<Diagnostic> Diagnostics { get; }

        public ImmutableArray<Rule> Rules { get; }

        public ImmutableArray<(string Kind, int Count)> Subjects { get; }

        public VerdictKey KeyOf(Finding finding) => _keys[finding];
    }

    /// <summary>One rule on one thing, whichever of the two states has it: a resource is known again by its name, in whatever world of its template.</summary>
    private readonly record struct VerdictKey(string Rule, string Kind, string Name, string? Owner)
    {
        public static VerdictKey Of(Finding finding, Subject subject) => new(
            finding.Rule.Id,
            finding.Subject.Kind,
            (subject.Resource?.Name is Node.Text name ? name.Value : finding.Subject.Name).ToUpperInvariant(),
            finding.Subject.Owner);
    }
}
