using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>A value line of "reg query".</summary>
internal readonly record struct RegQueryLine(TextSpan Name, RegistryType Type, TextSpan Data)
{
    private const string Gap = "    ";
    private const string GapBeforeType = "    REG_";

    /// <returns>The key that a line without blanks before it names by its long root; <see langword="null"/> when it names none.</returns>
    public static RegistryKey? KeyAt(string text, int at)
    {
        var line = text.AsSpan(at, TextLines.EndOf(text, at) - at);
        return line.StartsWith("HKEY_", StringComparison.Ordinal) ? RegistryKey.TryParse(line.ToString()) : null;
    }

    /// <returns><see langword="null"/> unless the line is four blanks, a name, four blanks and the name of a type.</returns>
    public static RegQueryLine? ValueAt(string text, int at)
    {
        var end = TextLines.EndOf(text, at);
        var line = text.AsSpan(at, end - at);
        if (!line.StartsWith(Gap, StringComparison.Ordinal))
        {
            return null;
        }

        // A name may hold blanks and even "    REG_": the first gap that a known type follows ends it.
        for (var from = Gap.Length; line[from..].IndexOf(GapBeforeType, StringComparison.Ordinal) is var found and >= 0; from += found + 1)
        {
            var typeStart = from + found + Gap.Length;
            var typeLength = line[typeStart..].IndexOf(' ') is var blank and >= 0 ? blank : line.Length - typeStart;
            if (RegistryType.TryParse(line.Slice(typeStart, typeLength).ToString()) is { } type && DataStart(line, typeStart + typeLength) is { } data)
            {
                return new(TextSpan.FromBounds(at + Gap.Length, at + from + found), type, TextSpan.FromBounds(at + data, end));
            }
        }

        return null;
    }

    /// <summary>
    /// Behind the type stands a gap; behind that of "reg query /z" its number in parentheses before it. Where data is empty, editors drop the gap.
    /// </summary>
    private static int? DataStart(ReadOnlySpan<char> line, int at)
    {
        var rest = line[at..];
        if (rest is [' ', '(', ..] && rest.IndexOf(')') is var close and > 0)
        {
            return DataStart(line, at + close + 1);
        }

        return rest.StartsWith(Gap, StringComparison.Ordinal) ? at + Gap.Length : rest.IsWhiteSpace() ? line.Length : null;
    }
}
