using System.Globalization;
using System.Text;

namespace RdpCompliance.Reports;

/// <summary>
/// Shows text of an input so that it does nothing but be read: no line breaks, no terminal
/// sequences, no characters that hide or turn others, and no command for the log of a
/// build service ("##[…]" and "##vso[…]" work anywhere in a line). What would act is shown by its code, as <c>\u001b</c>.
/// </summary>
public static class VisibleText
{
    public static string Line(string text)
    {
        var first = FirstToShow(text, 0);
        if (first < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        var done = 0;
        for (var at = first; at >= 0; at = FirstToShow(text, done))
        {
            shown.Append(text, done, at - done);
            done = at + RuneLength(text, at);
            shown.Append(CodeOf(text.AsSpan(at, done - at)));
        }

        return shown.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>For text that begins a line: GitHub takes a line that begins with "::" for a command.</summary>
    public static string WholeLine(string text)
    {
        var line = Line(text);
        return line.AsSpan().TrimStart().StartsWith("::", StringComparison.Ordinal) ? line.Replace("::", "\\u003a:", StringComparison.Ordinal) : line;
    }

    /// <summary>
    /// Whether the log of a build service would obey a part of the text: Azure Pipelines takes
    /// "##vso[…]" and GitHub "##[…]" wherever it stands in a line, and may look past
    /// characters that draw nothing.
    /// </summary>
    internal static bool HoldsLogCommand(string text)
    {
        for (var index = text.IndexOf('#', StringComparison.Ordinal); index >= 0; index = text.IndexOf('#', index + 1))
        {
            if (Follows(text, index, "##[") || Follows(text, index, "##vso["))
            {
                return true;
            }
        }

        return false;

        static bool Follows(string text, int index, string command)
        {
            var matched = 0;
            for (; index < text.Length && matched < command.Length; index++)
            {
                if (char.ToLowerInvariant(text[index]) == command[matched])
                {
                    matched++;
                }
                else if (!MustShow(text, index))
                {
                    return false;
                }
            }

            return matched == command.Length;
        }
    }

    /// <summary>Whether the character at <paramref name="index"/> may be printed as it is.</summary>
    internal static bool IsShownAsIs(string text, int index) => !MustShow(text, index);

    /// <summary>The code of each unit: <c>\ud83d\ude00</c>.</summary>
    internal static string CodeOf(ReadOnlySpan<char> text)
    {
        var code = new StringBuilder(text.Length * 6);
        foreach (var unit in text)
        {
            code.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }

        return code.ToString();
    }

    private static int FirstToShow(string text, int start)
    {
        for (var index = start; index < text.Length; index++)
        {
            if (MustShow(text, index))
            {
                return index;
            }

            if (char.IsHighSurrogate(text[index]))
            {
                index++;
            }
        }

        return -1;
    }

    private static bool MustShow(string text, int index)
    {
        var unit = text[index];
        if (unit is >= ' ' and < '\u007f')
        {
            return unit == '#' && BeginsLogCommand(text.AsSpan(index));
        }

        if (Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out _) != System.Buffers.OperationStatus.Done)
        {
            return true;
        }

        return Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
            || IsUnseen(rune.Value);
    }

    private static bool BeginsLogCommand(ReadOnlySpan<char> text) =>
        text.StartsWith("##[", StringComparison.Ordinal) || text.StartsWith("##vso[", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Characters that draw nothing and are no control or format characters (Unicode's Default_Ignorable_Code_Point), and those that are no characters.
    /// </summary>
    private static bool IsUnseen(int value) =>
        value
            is 0x034f
                or 0x115f
                or 0x1160
                or 0x17b4
                or 0x17b5
                or 0x3164
                or 0xffa0
                or (>= 0x180b and <= 0x180f)
                or (>= 0xfe00 and <= 0xfe0f)
                or (>= 0xe0000 and <= 0xe0fff)
        || value is >= 0xfdd0 and <= 0xfdef
        || (value & 0xfffe) == 0xfffe;

    private static int RuneLength(string text, int index) =>
        Rune.DecodeFromUtf16(text.AsSpan(index), out _, out var length) == System.Buffers.OperationStatus.Done ? length : 1;
}
