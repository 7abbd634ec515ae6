using System.Collections.Immutable;

namespace RdpCompliance.Engine.Sources;

/// <summary>
/// The set of characters that '[…]' stands for in a <see cref="Glob"/>: single ones,
/// ranges, and the POSIX classes of ASCII; '!' or '^' first turns it round.
/// </summary>
internal sealed class GlobClass
{
    private readonly bool _negated;
    private readonly ImmutableArray<(char First, char Last)> _ranges;

    private GlobClass(bool negated, ImmutableArray<(char First, char Last)> ranges)
    {
        _negated = negated;
        _ranges = ranges;
    }

    /// <param name="rest">The pattern after '['; on success what follows ']'.</param>
    /// <param name="escapes">Whether '\' takes the next character as it is.</param>
    /// <returns><see langword="null"/> without a closing ']', or with a class name that POSIX does not know.</returns>
    public static GlobClass? TryParse(ref ReadOnlySpan<char> rest, bool escapes)
    {
        var text = rest;
        var negated = text is ['!' or '^', ..];
        text = negated ? text[1..] : text;
        var ranges = ImmutableArray.CreateBuilder<(char, char)>();
        char? previous = null;
        for (var isFirst = true; !text.IsEmpty; isFirst = false)
        {
            var c = text[0];
            if (c == ']' && !isFirst)
            {
                rest = text[1..];
                return new(negated, ranges.DrainToImmutable());
            }

            if (c == '[' && text is [_, ':', ..] && NameLength(text[2..]) is { } length)
            {
                if (Named(text.Slice(2, length)) is not { } named)
                {
                    return null;
                }

                ranges.AddRange(named);
                previous = null;
                text = text[(length + 4)..];
            }
            else if (c == '-' && previous is { } first && text is [_, not ']', ..])
            {
                text = text[1..];
                if (TakeOne(ref text, escapes) is not { } last)
                {
                    return null;
                }

                ranges.Add((first, last));
                previous = null;
            }
            else if (TakeOne(ref text, escapes) is { } one)
            {
                ranges.Add((one, one));
                previous = one;
            }
            else
            {
                return null;
            }
        }

        return null;
    }

    public bool Contains(char c, bool ignoringCase) =>
        _negated != (InRanges(c) || (ignoringCase && (InRanges(char.ToUpperInvariant(c)) || InRanges(char.ToLowerInvariant(c)))));

    private bool InRanges(char c)
    {
        foreach (var (first, last) in _ranges)
        {
            if (c >= first && c <= last)
            {
                return true;
            }
        }

        return false;
    }

    private static char? TakeOne(scoped ref ReadOnlySpan<char> text, bool escapes)
    {
        text = escapes && text[0] == '\\' ? text[1..] : text;
        if (text.IsEmpty)
        {
            return null;
        }

        var one = text[0];
        text = text[1..];
        return one;
    }

    /// <returns>The length of the name before ":]"; <see langword="null"/> when the next ']' is not preceded by ':', so that '[' means itself.</returns>
    private static int? NameLength(ReadOnlySpan<char> afterColon) =>
        afterColon.IndexOf(']') is var close and > 0 && afterColon[close - 1] == ':' ? close - 1 : null;

    private static (char First, char Last)[]? Named(ReadOnlySpan<char> name) => name switch
    {
        "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
        "alpha" => [('A', 'Z'), ('a', 'z')],
        "blank" => [(' ', ' '), ('\t', '\t')],
        "cntrl" => [('\0', '\x1f'), ('\x7f', '\x7f')],
        "digit" => [('0', '9')],
        "graph" => [('!', '~')],
        "lower" => [('a', 'z')],
        "print" => [(' ', '~')],
        "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "space" => [(' ', ' '), ('\t', '\r')],
        "upper" => [('A', 'Z')],
        "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => null,
    };
}
