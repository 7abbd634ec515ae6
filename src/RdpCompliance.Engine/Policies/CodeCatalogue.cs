using System.Collections.Immutable;

namespace RdpCompliance.Engine.Policies;

/// <summary>Where a number of a list is shown.</summary>
public enum CodePlace
{
    /// <summary>In the dialogue, as the error code.</summary>
    First,

    /// <summary>In the dialogue, as the extended error code.</summary>
    Second,

    /// <summary>In logs, events or traces.</summary>
    Elsewhere,
}

/// <summary>Numbers that mean something together; another list may have the same number for another thing.</summary>
/// <param name="Title">Where they are read, as a sentence.</param>
public sealed record CodeList(string Id, string Title, CodePlace Place, ImmutableArray<ErrorCode> Codes)
{
    /// <summary>The entries of this number, else the ranges in which it lies.</summary>
    public ImmutableArray<ErrorCode> Find(uint number) =>
        Codes.Where(code => code.IsExactly(number)).ToImmutableArray() is { IsEmpty: false } exact ? exact : [.. Codes.Where(code => code.Covers(number))];
}

/// <summary>What two numbers say together.</summary>
public sealed record PairMeaning(ErrorPair Pair, string Says);

/// <summary>What pages on the web say of a number, and no primary source has.</summary>
/// <param name="Of">Pairs ("0x904/0x7"), first numbers ("0x904"), second ones ("*/0x7"), or "*" for whatever a dialogue shows.</param>
public sealed record CodeMyth(ImmutableArray<string> Of, string Claim, string Truth)
{
    public const string Any = "*";

    /// <param name="first"><see langword="null"/> where only the second number is known.</param>
    public bool Speaks(uint? first, uint? second) => Of.Any(of => Matches(of, first, second));

    private static bool Matches(string of, uint? first, uint? second)
    {
        if (of == Any)
        {
            return true;
        }

        var slash = of.IndexOf('/', StringComparison.Ordinal);
        var wanted = slash < 0 ? ErrorPair.TryParseCode(of) : of[..slash] == Any ? null : ErrorPair.TryParseCode(of[..slash]);
        var extended = slash < 0 ? null : ErrorPair.TryParseCode(of[(slash + 1)..]);

        // Of a number alone everything is told that is said of it in company.
        return (wanted is null || (first is null ? second is not null && extended is not null : wanted == first))
            && (extended is null || (second is null ? first is not null && wanted is not null : extended == second));
    }
}

/// <summary>What the numbers of Remote Desktop mean, and what is only said of them.</summary>
public sealed record CodeCatalogue(ImmutableArray<CodeList> Lists, ImmutableArray<PairMeaning> Pairs, ImmutableArray<CodeMyth> Myths)
{
    /// <summary>What each list says of the number; a list that does not have it is left out.</summary>
    public IEnumerable<(CodeList List, ErrorCode Code)> Find(uint number) =>
        Lists.SelectMany(list => list.Find(number).Select(code => (list, code)));

    public IEnumerable<(CodeList List, ErrorCode Code)> Named(string name) =>
        Lists.SelectMany(list => list.Codes.Where(code => code.Names.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(code => (list, code)));

    /// <summary>What the lists of one place say of a number.</summary>
    public ImmutableArray<(CodeList List, ErrorCode Code)> Find(uint number, CodePlace place) => [.. Find(number).Where(found => found.List.Place == place)];

    /// <summary>The beginning of what a number means there, up to what explains it; <see langword="null"/> where no list of the place has it.</summary>
    public string? ShortOf(uint number, CodePlace place) =>
        Find(number, place) is not [{ Code.Meaning: var meaning }, ..] ? null
        : meaning.AsSpan().IndexOfAny("(;") is var end and > 0 ? meaning[..end].TrimEnd()
        : meaning;

    /// <summary><see langword="null"/> where the two say no more than each by itself.</summary>
    public string? Of(ErrorPair pair) => Pairs.FirstOrDefault(known => known.Pair == pair)?.Says;
}
