using System.Buffers;
using System.Text;

namespace RdpCompliance.Reports;

/// <summary>Text of inputs inside Markdown, and Markdown of rules as plain text.</summary>
internal static class MarkdownText
{
    private static readonly SearchValues<char> Active = SearchValues.Create("\\`*_[]<>#+-=|~&$:.)");

    /// <summary>One line that shows just the characters of <paramref name="text"/>: no markup, no HTML, no links to other hosts.</summary>
    public static string Escape(string text)
    {
        var line = VisibleText.Line(text);
        if (line.AsSpan().IndexOfAny(Active) < 0)
        {
            return line;
        }

        var escaped = new StringBuilder(line.Length + 16);
        for (var index = 0; index < line.Length; index++)
        {
            var unit = line[index];
            _ = unit switch
            {
                // Entities, because renderers link "https://…" and "www.…" even where a backslash stands before the mark.
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                ':' when line.AsSpan(index).StartsWith("://", StringComparison.Ordinal) => escaped.Append("&#58;"),
                '.' when index >= 3 && line.AsSpan(index - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase) => escaped.Append("&#46;"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '$' => escaped.Append('\\').Append(unit),

                // Only at the beginning do these begin a heading or a list.
                '#' or '+' or '-' or '=' when line.AsSpan(0, index).IsWhiteSpace() => escaped.Append('\\').Append(unit),
                '.' or ')' when index > 0 && line.AsSpan(0, index).IndexOfAnyExceptInRange('0', '9') < 0 => escaped.Append('\\').Append(unit),
                _ => escaped.Append(unit),
            };
        }

        return escaped.ToString();
    }

    /// <summary>A code span of just these characters, whatever backticks they hold; in a table also '|' has to be escaped.</summary>
    public static string Code(string text)
    {
        var line = VisibleText.Line(text).Replace("|", "\\|", StringComparison.Ordinal);
        var fence = new string('`', LongestRun(line, '`') + 1);
        var pad = line.StartsWith('`') || line.EndsWith('`') || line.Length == 0 ? " " : "";
        return $"{fence}{pad}{line}{pad}{fence}";
    }

    /// <summary>A fence that no run of backticks in <paramref name="text"/> can close.</summary>
    public static string Fence(string text) => new('`', Math.Max(3, LongestRun(text, '`') + 1));

    /// <summary>
    /// Markdown without its marks, on one line, for readers that show plain text: "**bold**" is "bold", "[text](address)" is "text (address)".
    /// </summary>
    public static string Plain(string markdown)
    {
        var plain = new StringBuilder(markdown.Length);
        for (var index = 0; index < markdown.Length; index++)
        {
            var rest = markdown.AsSpan(index);
            switch (rest)
            {
                case ['*', '*', ..] or ['_', '_', ..]:
                    index++;
                    break;
                case ['`', ..]:
                    break;
                case ['\n', ..]:
                    plain.Append(' ');
                    break;
                case [']', '(', ..]:
                    plain.Append(" (");
                    index++;
                    break;
                case ['[', ..] when rest.IndexOf("](", StringComparison.Ordinal) is > 0 and var end && rest[1..end].IndexOfAny('[', ']') < 0:
                    break;
                default:
                    plain.Append(markdown[index]);
                    break;
            }
        }

        return plain.ToString().Trim();
    }

    /// <summary>The beginning of <paramref name="text"/>, cut at a word so that it has at most <paramref name="most"/> characters.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var space = text.LastIndexOf(' ', most - 2);
        var end = space > 0 ? space : char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }

    private static int LongestRun(string text, char wanted)
    {
        var longest = 0;
        var run = 0;
        foreach (var unit in text)
        {
            run = unit == wanted ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
