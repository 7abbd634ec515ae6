using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Unread;

/// <summary>Objects as PowerShell shows them to people, as a table or as a list: columns are cut off, and lists within them too.</summary>
internal static class PowerShellText
{
    private const int LookedAt = 8 * 1024;

    /// <summary>A table or list further down is quoted by something else.</summary>
    private const int MostBefore = 6;
    private const int FewestProperties = 3;

    private static readonly UnreadFormat Table = new(
        "a table as PowerShell shows it (Format-Table), in which columns are cut off",
        "The same command with '| ConvertTo-Json -Depth 5' in place of Format-Table gives what is read.")
    {
        IsEvidence = true,
    };

    private static readonly UnreadFormat List = new(
        "a list as PowerShell shows it (Format-List)",
        "The same command with '| ConvertTo-Json -Depth 5' in place of Format-List gives what is read.")
    {
        IsEvidence = true,
    };

    public static UnreadFormat? Recognise(SourceHead head)
    {
        var text = head.Text[..Math.Min(head.Text.Length, LookedAt)].TrimStart('\ufeff');
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => line.Length == 0)];
        for (var at = 0; at + 1 < lines.Length && at <= MostBefore; at++)
        {
            if (IsHeading(lines[at], lines[at + 1]))
            {
                return Table;
            }
        }

        for (var at = 0; at + FewestProperties <= lines.Length && at <= MostBefore; at++)
        {
            if (IsList(lines.AsSpan(at, FewestProperties)))
            {
                return List;
            }
        }

        return null;
    }

    /// <summary>Names with hyphens below each, from its first letter on, and of the name's length: "Status   Name" over "------   ----".</summary>
    private static bool IsHeading(string names, string hyphens)
    {
        if (hyphens.AsSpan().IndexOfAnyExcept("- ") >= 0 || hyphens.Length == 0)
        {
            return false;
        }

        var columns = 0;
        for (var at = 0; at < hyphens.Length;)
        {
            if (hyphens[at] == ' ')
            {
                at++;
                continue;
            }

            var end = hyphens.IndexOf(' ', at) is var blank and >= 0 ? blank : hyphens.Length;
            if (end > names.Length || !IsName(names.AsSpan(at, end - at)) || (at > 0 && names[at - 1] != ' ') || (end < names.Length && names[end] != ' '))
            {
                return false;
            }

            columns++;
            at = end;
        }

        return columns > 1;
    }

    /// <summary>Names of properties with ':' in one column: "Status      : Running".</summary>
    private static bool IsList(ReadOnlySpan<string> lines)
    {
        var colon = lines[0].IndexOf(" :", StringComparison.Ordinal);
        foreach (var line in lines)
        {
            if (colon <= 0 || line.IndexOf(" :", StringComparison.Ordinal) != colon || !IsName(line.AsSpan(0, colon).TrimEnd())
                || (line.Length > colon + 2 && line[colon + 2] != ' '))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '.' or '(' or ')'))
            {
                return false;
            }
        }

        return name.Length > 0 && char.IsAsciiLetter(name[0]);
    }
}
