using System.Collections.Immutable;
using System.Text;

namespace RdpCompliance.Reports.Pages;

/// <summary>What a mark of an example expects at its place.</summary>
public enum MarkKind
{
    /// <summary>[|…|]</summary>
    Fail,

    /// <summary>[?…?]</summary>
    Undecided,

    /// <summary>{|…|}</summary>
    Related,
}

/// <summary>An example's text without its marks, and the marks as half-open ranges of it. A mark without its partner is text.</summary>
public sealed class MarkedExample
{
    private MarkedExample(string text, ImmutableArray<(MarkKind Kind, int Start, int End)> marks)
    {
        Text = text;
        Marks = marks;
    }

    public string Text { get; }

    public ImmutableArray<(MarkKind Kind, int Start, int End)> Marks { get; }

    public static MarkedExample Parse(string marked)
    {
        var source = marked.ReplaceLineEndings("\n");
        var text = new StringBuilder(source.Length);
        var marks = ImmutableArray.CreateBuilder<(MarkKind, int, int)>();
        var open = new Stack<(MarkKind Kind, int Start)>();
        for (var index = 0; index < source.Length; index++)
        {
            var rest = source.AsSpan(index);
            if (OpenedBy(rest) is { } opened && rest[2..].Contains(CloserOf(opened), StringComparison.Ordinal))
            {
                open.Push((opened, text.Length));
                index++;
            }
            else if (open.TryPeek(out var innermost) && rest.StartsWith(CloserOf(innermost.Kind), StringComparison.Ordinal))
            {
                open.Pop();
                marks.Add((innermost.Kind, innermost.Start, text.Length));
                index++;
            }
            else
            {
                text.Append(source[index]);
            }
        }

        return new(text.ToString(), [.. marks.OrderBy(mark => mark.Item2).ThenBy(mark => mark.Item3)]);
    }

    /// <summary>The text with a line of carets below each line that holds a mark: '^' fail, '?' undecided, '~' related, each with what it means.</summary>
    public string Annotated()
    {
        var page = new StringBuilder(Text.Length * 2);
        var start = 0;
        foreach (var line in Text.TrimEnd('\n').Split('\n'))
        {
            page.Append(line).Append('\n');
            foreach (var (kind, from, to) in Marks.Where(mark => mark.Start >= start && mark.Start <= start + line.Length))
            {
                // Tabs stay tabs, so that the caret stands below its place however wide they are shown.
                foreach (var unit in line.AsSpan(0, from - start))
                {
                    page.Append(unit == '\t' ? '\t' : ' ');
                }

                page.Append(Caret(kind), Math.Max(1, Math.Min(to, start + line.Length) - from)).Append(' ').Append(Meaning(kind)).Append('\n');
            }

            start += line.Length + 1;
        }

        return page.ToString();
    }

    private static MarkKind? OpenedBy(ReadOnlySpan<char> text) => text switch
    {
        ['[', '|', ..] => MarkKind.Fail,
        ['[', '?', ..] => MarkKind.Undecided,
        ['{', '|', ..] => MarkKind.Related,
        _ => null,
    };

    private static string CloserOf(MarkKind kind) => kind switch
    {
        MarkKind.Fail => "|]",
        MarkKind.Undecided => "?]",
        _ => "|}",
    };

    private static char Caret(MarkKind kind) => kind switch
    {
        MarkKind.Fail => '^',
        MarkKind.Undecided => '?',
        _ => '~',
    };

    private static string Meaning(MarkKind kind) => kind switch
    {
        MarkKind.Fail => "fails here",
        MarkKind.Undecided => "cannot be decided here",
        _ => "is named as a reason",
    };
}
