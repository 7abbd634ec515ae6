using System.Collections.Immutable;

namespace RdpCompliance.Engine.Findings;

/// <summary>
/// What a scan decided and what it did not, so that "no findings" never stands for "not decided" or "not asked". A verdict is one rule on one
/// thing; rules that do not concern a thing give none.
/// </summary>
public sealed record ScanAccount(long Passes, long Fails, long Undecided)
{
    /// <summary>How many rules were put to at least one thing.</summary>
    public int Asked { get; init; }

    /// <summary>The rules that were put to nothing, by the reason; reasons without rules are left out.</summary>
    public ImmutableArray<RulesNotAsked> NotAsked { get; init; } = [];

    /// <summary>What would decide the undecided verdicts, the input that decides most first.</summary>
    public ImmutableArray<WantedInput> Wanted { get; init; } = [];
}

/// <summary>Why a rule was put to nothing.</summary>
public enum NotAskedReason
{
    /// <summary>By configuration, or because its severity is below the one that is asked for.</summary>
    SwitchedOff,

    /// <summary>It speaks of a role (client, gateway, broker …) that no machine here has.</summary>
    Role,

    /// <summary>Nothing of the kind that it speaks of is among the inputs.</summary>
    NothingOfItsKind,
}

/// <param name="Rules">Their ids, in order.</param>
public sealed record RulesNotAsked(NotAskedReason Reason, ImmutableArray<string> Rules);

/// <summary>An input that was not there.</summary>
/// <param name="What">The registry tree, the listing, or the value that is missing.</param>
/// <param name="Command">What prints it on the machine; <see langword="null"/> when no command does.</param>
/// <param name="Verdicts">For how many undecided verdicts it is the first thing missing.</param>
public sealed record WantedInput(string What, string? Command, long Verdicts);
