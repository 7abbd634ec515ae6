using System.Collections.Immutable;
using RdpCompliance.Engine.Settings;

namespace RdpCompliance.Engine.Policies;

/// <summary>What an entry of <c>policies/causes.yml</c> is.</summary>
public enum CauseKind
{
    Cause,

    /// <summary>Makes the error likelier, does not raise it alone.</summary>
    Contributing,

    /// <summary>An insecure workaround left behind.</summary>
    Residue,

    /// <summary>Named by the web, and no cause.</summary>
    Myth,

    /// <summary>A symptom that stands for several causes.</summary>
    Aggregate,
}

/// <summary>How well a pair of codes fits a cause.</summary>
public enum Strength
{
    Weak,
    Medium,
    Strong,
}

/// <summary>A pair that a cause is documented for.</summary>
public sealed record PairFit(ErrorPair Pair, Strength Strength);

/// <summary>A rule whose verdicts decide a cause.</summary>
/// <param name="Of">The name of the thing whose verdict counts; <see langword="null"/> = any.</param>
public sealed record DecidingRule(string Rule, string? Of);

/// <summary>An entry of <c>policies/inputs.yml</c>: something that a person can collect.</summary>
/// <param name="Command"><see langword="null"/> when no command prints it.</param>
/// <param name="Kinds">The kinds of <c>subjects.yml</c> that it makes known.</param>
public sealed record CollectableInput(string Id, string Title, string? Command, ImmutableArray<string> Kinds);

/// <summary>
/// A documented cause of the error codes. A compiled pack holds what a scan needs of it, up to <see cref="Implies"/>; the rest is read where it is told.
/// </summary>
public sealed record Cause(string Id, string Title, string Area, CauseKind Kind)
{
    /// <summary>In the order of the file.</summary>
    public ImmutableArray<PairFit> Pairs { get; init; } = [];

    public IEnumerable<string> Codes => Pairs.Select(fit => fit.Pair.ToString());

    /// <summary>Causes that are present whenever this one is.</summary>
    public ImmutableArray<string> Implies { get; init; } = [];

    /// <summary>Codes that the client mostly shows for it instead of its pairs.</summary>
    public ImmutableArray<uint> Shows { get; init; } = [];

    /// <summary>Trust in the facts of the entry; how well a pair fits is another matter.</summary>
    public Confidence Confidence { get; init; } = Confidence.High;

    /// <summary>The rules that decide it where not all that name it do; <see langword="null"/> = see <see cref="RulesOf"/>.</summary>
    public ImmutableArray<DecidingRule>? DecidedBy { get; init; }

    /// <summary>What to collect where nothing of it is there; what decides most comes first.</summary>
    public ImmutableArray<CollectableInput> Evidence { get; init; } = [];

    /// <summary>What is really so, as Markdown of one paragraph.</summary>
    public string Truth { get; init; } = "";

    /// <summary>The shortest thing that a person can do to know; <see langword="null"/> where evidence decides.</summary>
    public string? Test { get; init; }

    public ImmutableArray<Reference> Sources { get; init; } = [];

    /// <summary>How well the pair fits; <see langword="null"/> when it is not documented for it.</summary>
    public Strength? FitOf(ErrorPair pair)
    {
        var fits = Pairs.Where(fit => fit.Pair.Code == pair.Code && (pair.Extended is null || fit.Pair.Extended == pair.Extended)).ToList();
        return fits.Count == 0 ? null : fits.Max(fit => fit.Strength);
    }

    /// <summary>
    /// The rules that decide it: all that name it, but that what is left behind decides residue alone. Such a rule says that somebody tried a
    /// workaround, not that what it was for is there.
    /// </summary>
    public ImmutableArray<DecidingRule> RulesOf(IEnumerable<Rule> rules) => DecidedBy ??
    [
        .. rules.Where(rule => rule.Causes.Contains(Id, StringComparer.Ordinal) && (Kind == CauseKind.Residue || !rule.IsResidue))
            .Select(rule => new DecidingRule(rule.Id, null)),
    ];
}
