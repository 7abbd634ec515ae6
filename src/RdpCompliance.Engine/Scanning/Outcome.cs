using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Realms;

namespace RdpCompliance.Engine.Scanning;

/// <summary>What is kept of realms that were judged together: their verdicts, and their summaries for the joins.</summary>
internal sealed record Outcome
{
    public static Outcome Nothing { get; } = new();

    public ImmutableArray<Judged> Judged { get; init; } = [];

    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Whether no report speaks of it.</summary>
    public bool IsSilent => Judged.IsEmpty && Diagnostics.IsEmpty;

    public ImmutableArray<MachineSummary> Machines { get; init; } = [];

    public ImmutableArray<Reckoning> Reckonings { get; init; } = [];

    /// <summary>Kept where a question is asked.</summary>
    public ImmutableArray<RealmTrace> Traces { get; init; } = [];

    /// <summary>The subjects by the kind that reports name them by.</summary>
    public ImmutableArray<(string Kind, int Count)> Subjects { get; init; } = [];

    /// <summary>The verdicts of a realm that stand: those of rules for which no other speaks.</summary>
    public static Outcome Of(Realm realm, JudgePlan plan)
    {
        var judge = new RealmJudge(realm, plan);
        ImmutableArray<Judged> all = [.. judge.JudgeAll()];
        ImmutableArray<Judged> judged = [.. Superseding.WithoutSuperseded(all)];
        return new()
        {
            Judged = judged,
            Diagnostics = [.. judge.Diagnostics],
            Reckonings = [judge.Reckoning.End()],
            Subjects = Count(realm),
            Traces = plan.Settings.Question is not null && RealmTrace.Of(realm, judge.Reckoning, judged, [.. Superseding.Silenced(all)]) is { } trace
                ? [trace]
                : [],
        };
    }

    private static ImmutableArray<(string Kind, int Count)> Count(Realm realm) =>
        [.. realm.Own.GroupBy(subject => subject.Named.Kind, StringComparer.Ordinal).Select(group => (group.Key, group.Count()))];

    public static Outcome Of(IEnumerable<Outcome> parts)
    {
        var all = parts.ToList();
        return new()
        {
            Judged = [.. all.SelectMany(part => part.Judged)],
            Diagnostics = [.. all.SelectMany(part => part.Diagnostics)],
            Machines = [.. all.SelectMany(part => part.Machines)],
            Reckonings = [.. all.SelectMany(part => part.Reckonings)],
            Traces = [.. all.SelectMany(part => part.Traces)],
            Subjects =
            [
                .. all.SelectMany(part => part.Subjects)
                    .GroupBy(one => one.Kind, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => (group.Key, group.Sum(one => one.Count))),
            ],
        };
    }
}
