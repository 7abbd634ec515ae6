using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.GroupPolicy;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>
/// Judges machines and resources as they are and as a change would leave them, and tells what it
/// newly breaks, what it repairs, what it leaves as it is, and what nobody can know.
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
        var plan = new JudgePlan(pack, settings with { IncludePasses = true, IncludeUndecided = UndecidedInclusion.All });
        var before = new State(EstateRealms.Of(standing, [], settings.ContextOf(pack)), plan, cancellation);
        var after = new State(EstateRealms.Of(standing, change, settings.ContextOf(pack)), plan, cancellation);
        return new()
        {
            Findings = FindingOrder.Of(Together.Of(Superseding.WithoutSuperseded(
                [.. after.Verdicts.SelectMany(group => Told(group, [.. before.Verdicts[group.Key].Select(one => one.Finding.Verdict)]))]))),
            Repaired = FindingOrder.Of(Together.Of(Superseding.WithoutSuperseded([.. before.Judged.Where(one => one.Finding.Verdict == Verdict.Fail)])
                .Where(one => after.Verdicts[State.KeyOf(one)].All(verdict => verdict.Finding.Verdict == Verdict.Pass))
                .Select(one => Mended(one, after.Verdicts[State.KeyOf(one)], isChange)))),
            Diagnostics =
            [
                .. collected.Diagnostics.Concat(RolledOut.Unusable(change)).Concat(Summed.Of(after.Diagnostics))
                    .OrderBy(diagnostic => diagnostic.Location).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal),
            ],
            Inputs = change.IsEmpty ? Unread(collected.Inputs, tree, isChange) : collected.Inputs,
            Rules = plan.Rules,
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
    private IEnumerable<Judged> Told(IEnumerable<Judged> after, ImmutableArray<Verdict> before)
    {
        var failed = before.Contains(Verdict.Fail);
        var passed = before.Contains(Verdict.Pass);
        var wasOpen = before.Contains(Verdict.Undecided);
        foreach (var one in after)
        {
            switch (one.Finding.Verdict)
            {
                case Verdict.Fail:
                    yield return one with { Finding = one.Finding with { Baseline = failed ? BaselineState.Unchanged : BaselineState.New } };
                    break;
                case Verdict.Undecided when IsWorthTelling(one.Finding, failed || passed):
                    yield return one with
                    {
                        Finding = one.Finding with
                        {
                            Baseline = wasOpen ? BaselineState.Unchanged : BaselineState.New,
                            Message = failed ? $"{one.Finding.Message} Without the change it fails." : one.Finding.Message,
                        },
                    };
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>A fail of today with the places of the change by which it passes.</summary>
    private static Judged Mended(Judged one, IEnumerable<Judged> passes, Func<Source, bool> isChange) => one with
    {
        Finding = one.Finding with
        {
            Baseline = BaselineState.Absent,
            Related =
            [
                .. one.Finding.Related,
                .. passes
                    .SelectMany(pass => pass.Finding.Related.Prepend(pass.Finding.Primary))
                    .Where(place => isChange(place.Location.Source))
                    .DistinctBy(place => place.Location)
                    .Select(place => place with { Text = "the change mends it here" }),
            ],
        },
    };

    /// <summary>What becomes unknown is told, also where nothing was collected that would decide it.</summary>
    private bool IsWorthTelling(Finding finding, bool wasKnown) => settings.IncludeUndecided switch
    {
        UndecidedInclusion.None => false,
        UndecidedInclusion.All => true,
        _ => finding.RestsOnEvidence || wasKnown,
    };

    /// <summary>One state of the estate: machines and resources, and not GPOs by themselves.</summary>
    private sealed class State
    {
        public State(IEnumerable<(Realm Realm, ImmutableArray<Diagnostic> Diagnostics)> realms, JudgePlan plan, CancellationToken cancellation)
        {
            var all = realms.Where(one => !one.Realm.Subjects.Any(subject => subject.Mode == JudgementMode.Stated)).ToList();
            var judged = new ImmutableArray<Judged>[all.Count];
            var noted = new ImmutableArray<Diagnostic>[all.Count];
            Parallel.For(0, all.Count, new ParallelOptions { CancellationToken = cancellation }, index =>
            {
                var judge = new RealmJudge(all[index].Realm, plan);
                judged[index] = [.. judge.JudgeAll()];
                noted[index] = [.. judge.Diagnostics];
            });
            Judged = [.. judged.SelectMany(one => one)];
            Verdicts = Judged.ToLookup(KeyOf);
            Diagnostics = [.. all.SelectMany(one => one.Diagnostics).Concat(noted.SelectMany(one => one))];
            Subjects =
            [
                .. all.SelectMany(one => one.Realm.Own)
                    .GroupBy(subject => subject.Named.Kind, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => (group.Key, group.Count())),
            ];
        }

        public ImmutableArray<Judged> Judged { get; }

        public ILookup<(string Rule, SubjectId Subject), Judged> Verdicts { get; }

        public ImmutableArray<Diagnostic> Diagnostics { get; }

        public ImmutableArray<(string Kind, int Count)> Subjects { get; }

        /// <summary>
        /// One rule on one thing, whichever of the two states has it: a resource is known again by its identity, in whatever world of its template.
        /// </summary>
        public static (string Rule, SubjectId Subject) KeyOf(Judged one) => (one.Finding.Rule.Id, one.Id.AcrossWorlds());
    }
}
